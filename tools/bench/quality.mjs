// `npm run bench:quality`: the default run and the defaults of the peers, by cross-validated log loss on real data.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { benchFolder, peersPython } from './peers-environment.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const python = peersPython();
const script = join(here, 'peers/quality.py');
const data = join(benchFolder, 'quality');
if (!existsSync(data)) {
  const { status } = spawnSync(python, [script, 'export', data], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
await build({
  entryPoints: [join(here, 'quality/compare.ts')],
  outfile: join(benchFolder, 'build/quality.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@millrace/source'],
  logLevel: 'error',
});
const { status } = spawnSync(
  process.execPath,
  [join(benchFolder, 'build/quality.mjs'), data, python, script, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
