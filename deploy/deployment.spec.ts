import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const manifests = readdirSync(new URL('../apps', import.meta.url)).map((app) => ({
  app,
  text: read(`apps/${app}/package.json`),
}));
const services = manifests
  .filter(({ text }) => text.includes('"app:service"'))
  .map((one) => one.app);
const dockerfiles = readdirSync(new URL('../docker', import.meta.url)).filter((name) =>
  name.endsWith('.Dockerfile'),
);

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}
const compose = parse(read('deploy/compose/compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, null>>;
};

it('finds the services by their tag', () => {
  expect(services).toHaveLength(5);
});

describe('the image of', () => {
  it.each(services)('%s is described', (name) => {
    expect(dockerfiles).toContain(`${name}.Dockerfile`);
  });

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
    '%s differs from the others in nothing but its name and the flags of Node',
    (app) => {
      const plain = (name: string) =>
        read(`docker/${name}.Dockerfile`)
          .replaceAll(/^# Millrace .*$|^ {2}org\.opencontainers\.image\.description.*$/gm, '')
          .replace(/^(?:# .*\n)*CMD \[.*\n$/m, '')
          .replaceAll(name, 'APP');
      expect(plain(app)).toBe(plain('ingestion'));
    },
  );
});

describe('images', () => {
  it.each([...services, 'standalone'])(
    '%s: Node runs with the flags that were decided on',
    (app) => {
      // Decisions 5 and 9.
      const flags = [
        '--disable-proto=delete',
        ...(app === 'inference' ? ['--v8-pool-size=1'] : []),
      ];
      const command = /^CMD (\[.*\])$/m.exec(read(`docker/${app}.Dockerfile`))?.[1] ?? '';
      expect(JSON.parse(command)).toEqual([...flags, 'main.js']);
    },
  );

  it('take packages as the lock file names them, and run none of their scripts', () => {
    for (const name of dockerfiles) {
      const text = read(`docker/${name}`);
      expect(text).toContain('npm ci --ignore-scripts');
      expect(text).not.toMatch(/npm (install|i|update)\b/);
    }
  });

  it('start the process itself, so that it gets the signal to stop', () => {
    for (const name of [...services, 'standalone']) {
      const text = read(`docker/${name}.Dockerfile`);
      expect(text).toMatch(/^CMD \[".*"main\.js"\]$/m);
      expect(text).not.toMatch(/^(ENTRYPOINT|CMD) [^[]/m);
    }
  });

  it('are built without secrets and history', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const pattern of ['.git', '**/.env', '**/.env.*', '**/node_modules']) {
      expect(ignored).toContain(pattern);
    }
  });
});

describe('compose', () => {
  it('limits memory, processes and rights of everything', () => {
    for (const one of Object.values(compose.services)) {
      expect(one.mem_limit).toMatch(/^\d+[mg]$/);
      expect(one.pids_limit).toBeGreaterThan(0);
      expect(one.security_opt).toEqual(['no-new-privileges:true']);
    }
  });

  it('keeps the engines on a network without a way out, and publishes on this machine alone', () => {
    expect(compose.networks['engines']).toEqual({ internal: true });
    for (const engine of ['kafka', 'minio', 'postgres']) {
      expect(compose.services[engine]).toMatchObject({ networks: ['engines'] });
      expect(compose.services[engine]?.ports).toBeUndefined();
    }
    const published = Object.values(compose.services).flatMap(({ ports = [] }) => ports);
    expect(published).toHaveLength(3);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('keeps the topics of Kafka on its volume', () => {
    const { environment, volumes } = compose.services['kafka'] ?? {};
    expect(volumes).toEqual([`kafka:${environment?.['KAFKA_LOG_DIRS'] ?? ''}`]);
  });

  it('uses every volume that it declares', () => {
    const used = Object.values(compose.services)
      .flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]))
      .filter((name) => name !== undefined && !name.startsWith('.'));
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('holds its secrets in a file that is not committed', () => {
    expect(read('deploy/compose/.gitignore')).toMatch(/^\.env$/m);
    expect(read('deploy/compose/.env.example')).not.toMatch(/^[A-Z0-9_]+=.+$/m);
  });

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
    const owners = [
      ['ingestion', api.datasetsApi],
      ['trainer', api.trainingApi],
      ['registry', api.registryApi],
      ['inference', api.inferenceApi],
      ['inference', api.scoringApi],
      ['inference', api.openInferenceApi],
      ['inference', api.trafficApi],
      ['drift-monitor', api.driftApi],
    ] as const;
    for (const [service, endpoints] of owners) {
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

describe('Prometheus', () => {
  it('asks every service where its image listens', () => {
    const port = /MILLRACE_HTTP_PORT=(\d+)/.exec(read('docker/ingestion.Dockerfile'))?.[1] ?? '';
    const { scrape_configs: jobs } = parse(read('deploy/observability/prometheus.yaml')) as {
      readonly scrape_configs: readonly {
        readonly static_configs: readonly { readonly targets: readonly string[] }[];
      }[];
    };
    const targets = jobs.flatMap((job) => job.static_configs.flatMap((one) => one.targets));
    expect(targets.toSorted()).toEqual(services.map((name) => `${name}:${port}`).toSorted());
  });
});

describe('the dashboards and the alerts', () => {
  const sources = readdirSync(new URL('../libs', import.meta.url), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.ts') && !/node_modules|out-tsc|\.spec\.ts$/.test(path))
    .map((path) => read(`libs/${path}`))
    .join('\n');
  // A metric's declaration ends at the first brace after its name.
  const labels = new Map(
    [...sources.matchAll(/name: '((?:millrace|nv_inference)_\w+)',([^}]*)\}/g)].map(
      ([, name = '', rest = '']) => [
        name,
        [...(/labels: \[([^\]]*)\]/.exec(rest)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
          ([, one]) => one,
        ),
      ],
    ),
  );
  // Added by Prometheus: to every series, and to the buckets of a histogram.
  const given = ['job', 'instance', 'le'];
  const panels = readdirSync(new URL('observability/dashboards', import.meta.url)).flatMap(
    (file) => {
      const dashboard = JSON.parse(read(`deploy/observability/dashboards/${file}`)) as {
        readonly panels: readonly {
          readonly title: string;
          readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
        }[];
      };
      return dashboard.panels;
    },
  );
  const alerts = parse(read('deploy/observability/alerts.yaml')) as {
    readonly groups: readonly {
      readonly rules: readonly {
        readonly alert: string;
        readonly expr: string;
        readonly annotations: { readonly summary: string };
      }[];
    }[];
  };
  const queries = [
    ...panels.flatMap(({ title, targets }) =>
      targets.map(({ expr, legendFormat }) => ({ title, expr, text: legendFormat })),
    ),
    ...alerts.groups.flatMap(({ rules }) =>
      rules.map(({ alert, expr, annotations }) => ({
        title: alert,
        expr,
        text: annotations.summary.replaceAll('$labels.', ''),
      })),
    ),
  ];

  it.each(queries)('$title: speaks only of metrics and labels that there are', (query) => {
    const names = [...query.expr.matchAll(/\b(?:millrace|nv_inference)_[a-z_]+/g)].map(([name]) =>
      name.replace(/_bucket$/, ''),
    );
    for (const name of names) expect([...labels.keys()]).toContain(name);
    const known = [...given, ...names.flatMap((name) => labels.get(name) ?? [])];
    const spoken = [
      ...[...query.expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
      ...[...query.expr.matchAll(/(\w+)(?:=|!=|=~|!~)"/g)].map(([, label = '']) => label),
      ...[...query.text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = '']) => label),
    ];
    for (const label of spoken) expect(known).toContain(label);
  });
});
