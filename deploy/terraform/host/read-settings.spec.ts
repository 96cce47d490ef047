import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./read-settings', import.meta.url));
const path = '/millrace/production/inference';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-settings-'));
  const aws = join(folder, 'aws');
  writeFileSync(
    aws,
    `#!/usr/bin/env bash
case "$2 $*" in
  get-parameters-by-path*"--path ${path} "*) cat "$FAKE/parameters" ;;
  get-parameter\\ *"--name /millrace/production/GITHUB_TOKEN "*) cat "$FAKE/token" ;;
  *) exit 254 ;;
esac
`,
  );
  chmodSync(aws, 0o755);
  setToken('ghs_a1');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const setToken = (text: string) => writeFileSync(join(folder, 'token'), `${text}\n`);
const setParameters = (rows: readonly (readonly [name: string, value: string])[]) =>
  writeFileSync(
    join(folder, 'parameters'),
    rows.map(([name, value]) => `${path}/${name}\t${value}\n`).join(''),
  );
const settings = (name: string) => readFileSync(join(folder, 'etc/millrace', name), 'utf8');

function readSettings(app = 'inference', environment = 'production') {
  const { status, stderr } = spawnSync(script, [app, environment], {
    encoding: 'utf8',
    env: {
      PATH: [folder, process.env['PATH'] ?? ''].join(delimiter),
      FAKE: folder,
      MILLRACE_ROOT: folder,
      REGISTRY: 'registry.example',
      REPOSITORY: 'o/r',
      AWS_REGION: 'eu-1',
    },
  });
  return { status, stderr };
}

describe('read-settings', () => {
  it('writes each parameter as a variable of the service, readable by root alone', () => {
    setParameters([
      ['MILLRACE_DATABASE', 'postgres://user:p=a&b@host/db'],
      ['MILLRACE_S3_SECRET_KEY', `two words 'quoted' $HOME`],
    ]);
    expect(readSettings()).toEqual({ status: 0, stderr: '' });
    expect(settings('inference.env')).toBe(
      `MILLRACE_DATABASE=postgres://user:p=a&b@host/db\nMILLRACE_S3_SECRET_KEY=two words 'quoted' $HOME\n`,
    );
    for (const name of ['inference.env', 'host.env']) {
      expect(statSync(join(folder, 'etc/millrace', name)).mode & 0o777).toBe(0o600);
    }
  });

  it('gives deploy-service the registry and the token to ask for attestations with', () => {
    setParameters([['MILLRACE_DATABASE', 'postgres://host/db']]);
    expect(readSettings().status).toBe(0);
    const { stdout } = spawnSync(
      'bash',
      ['-c', `. "$1"; echo "$REGISTRY $REPOSITORY $AWS_REGION $(printenv GH_TOKEN)"`, '-'].concat(
        join(folder, 'etc/millrace/host.env'),
      ),
      { encoding: 'utf8' },
    );
    expect(stdout).toBe('registry.example o/r eu-1 ghs_a1\n');
  });

  it.each([
    ['a value of two lines', [['MILLRACE_DATABASE', 'postgres://host/db\nLD_PRELOAD=/tmp/x']]],
    [
      'a value whose second line looks like a variable',
      [['MILLRACE_DATABASE', 'postgres://host/db\nMILLRACE_HOST\tx']],
    ],
    ['a name that is no variable of Millrace', [['LD_PRELOAD', '/tmp/x']]],
    ['a parameter of a deeper path', [['more/MILLRACE_DATABASE', 'x']]],
    ['no parameter at all', []],
  ] as const)('refuses %s, and leaves what was there', (_, parameters) => {
    setParameters([['MILLRACE_DATABASE', 'postgres://before/db']]);
    expect(readSettings().status).toBe(0);
    setParameters(parameters);
    const { status, stderr } = readSettings();
    expect(status).toBe(1);
    expect(stderr).toContain(path);
    expect(settings('inference.env')).toBe('MILLRACE_DATABASE=postgres://before/db\n');
  });

  it('refuses a token that the shell would read otherwise, and writes nothing', () => {
    setParameters([['MILLRACE_DATABASE', 'postgres://host/db']]);
    setToken('a; touch /tmp/x');
    expect(readSettings()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('GITHUB_TOKEN') as unknown,
    });
    expect(() => settings('inference.env')).toThrow('ENOENT');
  });

  it.each([
    ['../trainer', 'production'],
    ['inference', 'production/x'],
    ['', ''],
  ])('refuses the words %j and %j', (app, environment) => {
    setParameters([['MILLRACE_DATABASE', 'x']]);
    expect(readSettings(app, environment).status).toBe(1);
  });
});
