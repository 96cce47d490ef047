// `node decide-affected.mjs <app> [digest]`: prints `affected=true` when the app, or anything it is made of, changed
// between NX_BASE and NX_HEAD, or when an image was named to go back to.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const [app = '', digest = ''] = process.argv.slice(2);
const apps = ['ingestion', 'trainer', 'registry', 'drift-monitor', 'inference'];
if (!apps.includes(app)) {
  console.error(`The app must be one of ${apps.join(', ')}.`);
  process.exit(2);
}
if (digest !== '' && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
  console.error('The digest must read sha256: and 64 hexadecimal digits.');
  process.exit(2);
}

console.log(`affected=${digest !== '' || affectedProjects().includes(app)}`);

/** @returns {string[]} */
function affectedProjects() {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const output = execFileSync(
    process.execPath,
    [nx, 'show', 'projects', '--affected', '--type', 'app', '--json'],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false' },
    },
  );
  return JSON.parse(output);
}
