// `node tools/golden/model-files.mjs`: a model file of every scorer kind and what each answers, for the spec that
// old files keep loading. Run it when the format gets a new version or a new kind; files that are there stay as they are.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const built = mkdtempSync(join(here, '.model-files-'));
await build({
  entryPoints: [join(here, 'model-files/make.ts')],
  outfile: join(built, 'make.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@millrace/source'],
  logLevel: 'error',
});
const folder = join(here, '../../libs/ml/src/model/golden');
const { status } = spawnSync(process.execPath, [join(built, 'make.mjs'), folder], {
  stdio: 'inherit',
});
rmSync(built, { recursive: true });
process.exit(status ?? 1);
