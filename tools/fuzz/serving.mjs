// `npm run fuzz:serving [seconds]`: hostile requests to the protocols of inference, for a minute each unless told otherwise.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
const spec = 'src/http/hostile-requests.spec.ts';
const args = [vitest, 'run', '--project', '@millrace/service-inference', spec];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  env: { ...process.env, MILLRACE_FUZZ_SECONDS: process.argv[2] ?? '60' },
  stdio: 'inherit',
});
process.exit(status ?? 1);
