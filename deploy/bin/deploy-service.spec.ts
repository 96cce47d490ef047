import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeHost, type FakeHost } from './testing/fake-host.js';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const first = digest('a');
const second = digest('b');
const app = 'inference';

let host: FakeHost;
beforeEach(async () => {
  host = await fakeHost();
});
afterEach(() => host.remove());

const deploy = (version: string, environment?: Record<string, string>) =>
  host.run(
    'deploy-service',
    ['--app', app, '--digest', version, '--environment', 'production'],
    environment,
  );
const image = (version: string) => `registry.example/millrace-${app}@${version}`;

/** The first version has the traffic, on blue. */
async function withFirst(): Promise<void> {
  expect(await deploy(first)).toMatchObject({ code: 0 });
  expect(await host.live(app)).toBe('blue');
}
async function expectOnlyFirst(): Promise<void> {
  expect(await host.live(app)).toBe('blue');
  expect(await host.containers()).toEqual({ 'millrace-inference-blue': image(first) });
  expect(await host.state(app, 'current')).toBe(first);
}

describe('deploy-service', () => {
  it('puts the first version in place', async () => {
    await withFirst();
    await expectOnlyFirst();
    expect(await host.calls()).toMatch(
      /docker run .*--read-only .*--cap-drop ALL .*no-new-privileges/,
    );
  });

  it('starts the next one beside it, moves the traffic, then ends the old one in good order', async () => {
    await withFirst();
    expect(await deploy(second)).toMatchObject({ code: 0 });
    expect(await host.live(app)).toBe('green');
    expect(await host.containers()).toEqual({ 'millrace-inference-green': image(second) });
    expect(await host.state(app, 'current')).toBe(second);
    expect(await host.state(app, 'previous')).toBe(first);
    const calls = await host.calls();
    expect(calls.indexOf('nginx -s reload', calls.indexOf(second))).toBeLessThan(
      calls.indexOf('docker stop --time 30 millrace-inference-blue'),
    );
  });

  it('does nothing when the version runs already', async () => {
    await withFirst();
    const { code, output } = await deploy(first);
    expect([code, output]).toEqual([0, expect.stringContaining('nothing to do')]);
    await expectOnlyFirst();
  });

  it.each([
    ['cannot log in', 'fail-docker-login', /nothing was changed/],
    ['cannot pull', 'fail-docker-pull', /nothing was changed/],
    ['finds no attestation', 'fail-gh-attestation', /not started/],
    ['cannot start the container', 'fail-docker-run', /not touched/],
    ['finds the new one not ready', `unready-${second}`, /did not become ready/],
  ])('leaves the old one alone when it %s', async (_, fault, message) => {
    await withFirst();
    await host.set(fault);
    const { code, output } = await deploy(second);
    expect([code, output]).toEqual([1, expect.stringMatching(message)]);
    await expectOnlyFirst();
  });

  it('never starts an image without an attestation', async () => {
    await host.set('fail-gh-attestation');
    await deploy(first);
    expect(await host.calls()).not.toContain('docker run');
  });

  it('leaves the old one alone when the new one gives a wrong answer', async () => {
    await withFirst();
    await host.write('etc/millrace/inference.golden', '/api/v1/models/m/predict\n{}\n"benign"\n');
    await host.set('answer', '{"predictions":["malignant"]}');
    expect(await deploy(second)).toMatchObject({ code: 1 });
    await expectOnlyFirst();
    await host.set('answer', '{"predictions":["benign"]}');
    expect(await deploy(second)).toMatchObject({ code: 0 });
  });

  it('gives the old one the traffic back when too many requests fail', async () => {
    await withFirst();
    await host.set(
      'metrics',
      'millrace_http_requests_total{status="200"} 90\nmillrace_http_requests_total{status="500"} 10\n',
    );
    const { code, output } = await deploy(second);
    expect([code, output]).toEqual([1, expect.stringContaining('blue has the traffic again')]);
    await expectOnlyFirst();
  });

  it('gives the old one the traffic back when the proxy refuses the change', async () => {
    await withFirst();
    await host.set('fail-nginx--t');
    expect(await deploy(second)).toMatchObject({ code: 1 });
    expect(await host.containers()).toEqual({ 'millrace-inference-blue': image(first) });
    expect(await host.live(app)).toBe('blue');
  });

  it.each(['docker-pull', 'gh-attestation', 'docker-run', 'nginx--t', 'nginx--s', 'docker-stop'])(
    'comes to a good end when run again after being killed in %s',
    async (place) => {
      await withFirst();
      await host.set(`kill-at-${place}`);
      expect((await deploy(second)).code).not.toBe(0);
      expect(Object.keys(await host.containers())).toContain('millrace-inference-blue');
      expect(await deploy(second)).toMatchObject({ code: 0 });
      const colour = await host.live(app);
      expect(await host.containers()).toEqual({
        [`millrace-inference-${colour ?? ''}`]: image(second),
      });
      expect(await host.state(app, 'current')).toBe(second);
    },
  );

  it('lets one deployment of a service run at a time', async () => {
    const results = await Promise.all([deploy(first), deploy(first)]);
    expect(results.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(results.find(({ code }) => code === 1)?.output).toContain('another deployment');
  });

  it.each([
    ['digest', ['--app', app, '--digest', 'sha256:$(touch x)', '--environment', 'production']],
    ['app', ['--app', '../x', '--digest', first, '--environment', 'production']],
    ['environment', ['--app', app, '--digest', first, '--environment', 'prod; id']],
    ['argument', ['--app', app, '--force']],
  ])('refuses a bad %s and runs nothing', async (_, args) => {
    expect(await host.run('deploy-service', args)).toMatchObject({ code: 1 });
    expect(await host.calls()).toBe('');
  });
});

describe('rollback-service', () => {
  const rollback = () =>
    host.run('rollback-service', ['--app', app, '--environment', 'production']);

  it('puts the version before back, and called again the one after it', async () => {
    await withFirst();
    await deploy(second);
    expect(await rollback()).toMatchObject({ code: 0 });
    expect(await host.state(app, 'current')).toBe(first);
    expect(await rollback()).toMatchObject({ code: 0 });
    expect(await host.state(app, 'current')).toBe(second);
  });

  it('says so when there is none', async () => {
    const { code, output } = await rollback();
    expect([code, output]).toEqual([1, expect.stringContaining('nothing ran before')]);
  });
});
