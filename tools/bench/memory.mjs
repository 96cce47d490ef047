// `npm run bench:memory [rows] [megabytes]`: a whole training run of 1,000,000 x 20 rows, and the most memory that it takes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { benchFolder } from './peers-environment.mjs';

/** Ours are bundled from their sources; the others lie in node_modules, where a database keeps its files. */
const othersStayPackages = {
  name: 'others-stay-packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@millrace/')
        ? undefined
        : { path, external: true },
    );
  },
};
const here = fileURLToPath(new URL('.', import.meta.url));
const built = join(benchFolder, 'memory');
await build({
  entryPoints: [
    join(here, 'memory/train-large.ts'),
    join(here, '../../apps/trainer/src/candidate.worker.ts'),
    join(here, '../../apps/trainer/src/crew.worker.ts'),
  ],
  outdir: built,
  entryNames: '[name]',
  bundle: true,
  platform: 'node',
  format: 'esm',
  plugins: [othersStayPackages],
  conditions: ['@millrace/source'],
  logLevel: 'error',
});
const { status } = spawnSync(
  process.execPath,
  ['--expose-gc', join(built, 'train-large.js'), built, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
