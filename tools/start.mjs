// `npm start`: builds what is not built yet (nx keeps what is), then runs all five services in this process.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`millrace: Node ${process.versions.node} is too old. Install Node 20.19 or newer.`);
  process.exit(1);
}

const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
process.stdout.write('Building Millrace (kept for the next start).\n');
const build = spawnSync(process.execPath, [nx, 'run', 'standalone:build', '--outputStyle=static'], {
  cwd: root,
  env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  encoding: 'utf8',
});
if (build.status !== 0) {
  process.stderr.write(`${build.stdout ?? ''}${build.stderr ?? ''}`);
  console.error('millrace: the build failed; its output is above.');
  process.exit(1);
}
// The lineage of a model names the code that trained it; outside a checkout it says that it does not know.
if (process.env['MILLRACE_CODE_COMMIT'] === undefined) {
  const head = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  const commit = (head.stdout ?? '').trim();
  if (/^[0-9a-f]{40,64}$/.test(commit)) process.env['MILLRACE_CODE_COMMIT'] = commit;
}
await import(new URL('../apps/standalone/dist/main.js', import.meta.url).href);
