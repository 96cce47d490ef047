// `npm run fuzz:sockets [number]`: idle connections to inference, 10,000 unless told otherwise, while it goes on answering.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
const spec = 'src/http/idle-sockets.spec.ts';
const args = [vitest, 'run', '--project', '@millrace/service-inference', spec];
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  env: { ...process.env, MILLRACE_IDLE_SOCKETS: process.argv[2] ?? '10000' },
  stdio: 'inherit',
});
process.exit(status ?? 1);
