// `npm run lint:delivery`: workflows, deploy scripts and Terraform, each by the linter of its kind.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);

const actionlintVersion = 'v1.7.12';
const zizmorVersion = '1.32.0';
let failures = 0;

/** @param {string} command @param {readonly string[]} args */
function quietly(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return { ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

/** @param {string} name @param {() => { ok: boolean, output: string }} check */
function step(name, check) {
  const { ok, output } = check();
  console.log(`${ok ? 'passed ' : 'FAILED '} ${name}`);
  if (!ok) {
    failures++;
    console.log(output.trimEnd());
  }
}

/** @param {string} name @param {string} reason */
function skip(name, reason) {
  console.log(`skipped ${name}: ${reason}`);
}

step('each service has a workflow and an image', () => {
  const apps = readdirSync('apps').filter((app) => app !== 'console' && app !== 'cli');
  const missing = apps.flatMap((app) => [
    ...(existsSync(`docker/${app}.Dockerfile`) ? [] : [`docker/${app}.Dockerfile`]),
    ...(app === 'standalone' || existsSync(`.github/workflows/deploy-${app}.yml`)
      ? []
      : [`.github/workflows/deploy-${app}.yml`]),
  ]);
  return { ok: missing.length === 0, output: missing.map((file) => `missing: ${file}`).join('\n') };
});

step(`actionlint ${actionlintVersion}`, () => {
  const bin = join(root, '.cache/bin');
  const program = join(bin, 'actionlint');
  if (!existsSync(program)) {
    const module = `github.com/rhysd/actionlint/cmd/actionlint@${actionlintVersion}`;
    const { status, stderr, error } = spawnSync('go', ['install', module], {
      encoding: 'utf8',
      env: { ...process.env, GOBIN: bin, GOFLAGS: '-trimpath' },
    });
    if (status !== 0) {
      return { ok: false, output: `go install failed: ${stderr ?? ''}${error?.message ?? ''}` };
    }
  }
  return quietly(program, ['-no-color']);
});

step(`zizmor ${zizmorVersion}`, () => {
  const environment = join(root, '.cache/zizmor');
  const program = join(environment, 'bin/zizmor');
  if (!quietly(program, ['--version']).output.includes(zizmorVersion)) {
    const made = quietly('python3', ['-m', 'venv', environment]);
    if (!made.ok) return made;
    const installed = quietly(join(environment, 'bin/pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      `zizmor==${zizmorVersion}`,
    ]);
    if (!installed.ok) return installed;
  }
  return quietly(program, ['--offline', '--no-progress', '--persona=auditor', '.github/']);
});

step('shellcheck', () =>
  quietly('shellcheck', [
    '.ci/run',
    ...readdirSync('deploy/bin', { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.'))
      .map(({ name }) => `deploy/bin/${name}`),
  ]),
);

if (quietly('terraform', ['version']).ok) {
  step('terraform fmt', () =>
    quietly('terraform', ['fmt', '-check', '-diff', '-recursive', 'deploy/terraform']),
  );
  const providers = quietly('terraform', [
    '-chdir=deploy/terraform',
    'init',
    '-backend=false',
    '-input=false',
    '-no-color',
  ]);
  if (providers.ok) {
    step('terraform validate', () =>
      quietly('terraform', ['-chdir=deploy/terraform', 'validate', '-no-color']),
    );
  } else {
    skip('terraform validate', 'its providers cannot be had here.');
  }
} else {
  skip('terraform', 'it is not installed.');
}

process.exit(failures === 0 ? 0 : 1);
