// `npm run lint`: ESLint over everything. The module boundaries are read off the project graph that Nx keeps; without a
// fresh one that rule would pass over every file in silence.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
process.env['NX_DAEMON'] = 'false';

const require = createRequire(import.meta.url);
const { createProjectGraphAsync } = require('@nx/devkit');
await createProjectGraphAsync({ exitOnError: true });

const eslint = join(dirname(require.resolve('eslint/package.json')), 'bin/eslint.js');
const { status } = spawnSync(
  process.execPath,
  [eslint, '.', '--max-warnings=0', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
