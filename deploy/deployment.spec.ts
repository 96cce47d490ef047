import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const services = ['ingestion', 'trainer', 'registry', 'drift-monitor', 'inference'];
const dockerfiles = readdirSync(new URL('../docker', import.meta.url)).filter((name) =>
  name.endsWith('.Dockerfile'),
);

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}
const compose = parse(read('deploy/compose/compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
};

describe('the image of', () => {
  it.each(dockerfiles)(
    '%s is made of pinned images, runs without rights, and is checked',
    (name) => {
      const text = read(`docker/${name}`);
      const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
      expect(bases).toHaveLength(2);
      for (const base of bases) expect(base).toMatch(/^\S+:\S+@sha256:[0-9a-f]{64}$/);
      expect(text).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
      expect(text).toMatch(/^HEALTHCHECK /m);
      expect(text).toMatch(/^STOPSIGNAL /m);
    },
  );

  it.each([...services, 'standalone'])(
    '%s differs from the others in nothing but its name',
    (app) => {
      const plain = (name: string) =>
        read(`docker/${name}.Dockerfile`)
          .replaceAll(/^# Millrace .*$|^ {2}org\.opencontainers\.image\.description.*$/gm, '')
          .replaceAll(name, 'APP');
      expect(plain(app)).toBe(plain('ingestion'));
    },
  );
});

describe('compose', () => {
  it.each(services)('runs %s from its own image, without rights', (name) => {
    expect(compose.services[name]).toMatchObject({
      build: { dockerfile: `docker/${name}.Dockerfile` },
      read_only: true,
      cap_drop: ['ALL'],
    });
  });

  it('pins every image that it does not build', () => {
    for (const { image, build } of Object.values(compose.services)) {
      if (build) continue;
      expect(image).toMatch(/^\S+:\S+@sha256:[0-9a-f]{64}$/);
    }
  });

  it('sets only variables that a process reads', () => {
    const known = read('libs/runtime/src/process-config.ts');
    for (const name of services) {
      for (const variable of Object.keys(compose.services[name]?.environment ?? {})) {
        expect(known).toContain(`  ${variable}:`);
      }
    }
  });

  it('is told of every variable it asks for in .env.example', () => {
    const asked = new Set(
      [...read('deploy/compose/compose.yaml').matchAll(/\$\{([A-Z0-9_]+)/g)].map(
        ([, name]) => name,
      ),
    );
    const named = [...read('deploy/compose/.env.example').matchAll(/^([A-Z0-9_]+)=$/gm)];
    expect(new Set(named.map(([, name]) => name))).toEqual(asked);
  });

  it('leaves no path of the REST API without a service', async () => {
    const api = await import('@millrace/api');
    const rules = [...read('docker/gateway.nginx.conf').matchAll(/^ {4}~(\S+) (\S+);$/gm)].map(
      ([, pattern = '', service]) => ({ pattern: new RegExp(pattern), service }),
    );
    const owners = {
      ingestion: api.datasetsApi,
      trainer: api.trainingApi,
      registry: api.registryApi,
      inference: api.inferenceApi,
      'drift-monitor': api.driftApi,
    };
    for (const [service, endpoints] of Object.entries(owners)) {
      for (const each of Object.values(endpoints)) {
        if (typeof each !== 'object' || !('path' in each) || !('method' in each)) continue;
        const path = String(each.path).replaceAll(/\{\w+\}/g, 'x');
        expect([path, rules.find(({ pattern }) => pattern.test(path))?.service]).toEqual([
          path,
          service,
        ]);
      }
    }
  });
});

describe('the dashboard and the alerts', () => {
  it('speak only of metrics that there are', () => {
    const sources = readdirSync(new URL('../libs', import.meta.url), { recursive: true })
      .map(String)
      .filter(
        (path) =>
          path.endsWith('.ts') && !path.includes('node_modules') && !path.includes('out-tsc'),
      )
      .map((path) => read(`libs/${path}`))
      .join('\n');
    const texts = [
      'deploy/observability/alerts.yaml',
      'deploy/observability/dashboards/millrace.json',
    ];
    for (const text of texts) {
      for (const [metric] of read(text).matchAll(/millrace_[a-z_]+/g)) {
        expect(sources).toContain(`'${metric.replace(/_bucket$/, '')}'`);
      }
    }
  });
});
