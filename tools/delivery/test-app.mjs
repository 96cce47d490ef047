// `node test-app.mjs <app>`: runs the tests of an app and of every library of ours that it is made of.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [app = ''] = process.argv.slice(2);
const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
process.env['NX_DAEMON'] = 'false';

const require = createRequire(import.meta.url);
const { createProjectGraphAsync } = require('@nx/devkit');
const graph = await createProjectGraphAsync({ exitOnError: true });
if (!(app in graph.nodes)) {
  console.error(`There is no app ${JSON.stringify(app)}.`);
  process.exit(2);
}

const projects = new Set([app]);
for (const project of projects) {
  for (const { target } of graph.dependencies[project] ?? []) {
    if (target in graph.nodes) projects.add(target);
  }
}
// The vitest project bears the name of the package; the apps' names in Nx are shorter.
const names = [...projects].map((project) =>
  project.startsWith('@') ? project : `@millrace/${project}`,
);
const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
const args = names.flatMap((name) => ['--project', name]);
const { status } = spawnSync(process.execPath, [vitest, 'run', ...args], { stdio: 'inherit' });
process.exit(status ?? 1);
