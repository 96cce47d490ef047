// `node copy-externals.mjs <app>`: puts the packages that the bundle of an app leaves outside, and all they lean on,
// into apps/<app>/dist/node_modules. They are copied from the root's node_modules, which `npm ci` filled: what is in an
// image is what the lock file names, with nothing resolved anew.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const [app] = process.argv.slice(2);
if (app === undefined || !/^[a-z-]+$/.test(app)) {
  console.error('Say which app: node tools/build/copy-externals.mjs <app>');
  process.exit(2);
}
const dist = join(root, 'apps', app, 'dist');
const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where Node finds a package from a folder: the nearest node_modules on the way up to the root. */
function locate(name, from) {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return found;
  }
  return undefined;
}

const copied = new Set();
function copy(name, from, needed) {
  const source = locate(name, from);
  if (source === undefined) {
    if (needed) throw new Error(`${name} is not installed: run npm ci first.`);
    return;
  }
  if (copied.has(source)) return;
  copied.add(source);
  // Nested packages keep their place, so that two versions of one package stay two.
  cpSync(source, join(dist, relative(root, source)), {
    recursive: true,
    filter: (path) => !relative(source, path).split('/').includes('node_modules'),
  });
  const { dependencies = {}, optionalDependencies = {} } = readManifest(source);
  for (const each of Object.keys(dependencies)) copy(each, source, !(each in optionalDependencies));
  for (const each of Object.keys(optionalDependencies)) copy(each, source, false);
}

rmSync(join(dist, 'node_modules'), { recursive: true, force: true });
const { dependencies } = readManifest(dist);
for (const [name, version] of Object.entries(dependencies)) {
  copy(name, root, true);
  const installed = readManifest(join(dist, 'node_modules', name)).version;
  if (installed !== version)
    throw new Error(`${name} is ${installed}, and the bundle wants ${version}.`);
}
console.log(`${String(copied.size)} packages beside the bundle of ${app}.`);
