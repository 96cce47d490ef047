// `npm run bench:train`: our learners and their peers on the same data, turn by turn in one run, as ratios.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { benchFolder, peersPython } from './peers-environment.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const python = peersPython();
const data = join(benchFolder, 'data');
if (!existsSync(join(data, '455x30.json'))) {
  console.log('Making the data.');
  must(spawnSync(python, [join(here, 'peers/make_data.py'), data], { stdio: 'inherit' }));
}
const built = join(benchFolder, 'build');
await build({
  entryPoints: ['compare', 'crew.worker', 'fit-large'].map((name) =>
    join(here, `train/${name}.ts`),
  ),
  outdir: built,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@millrace/source'],
  logLevel: 'error',
});
const { status } = spawnSync(
  process.execPath,
  [
    join(built, 'compare.mjs'),
    data,
    python,
    join(here, 'peers/train.py'),
    join(here, 'peers/default_run.py'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);

function must({ status: code, error }) {
  if (code !== 0) throw new Error(error?.message ?? `exit ${code}`);
}
