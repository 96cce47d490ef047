// `node build-app.mjs <app>`: bundles one app into apps/<app>/dist, ready to run beside the few packages that cannot be
// bundled. Those are named in dist/package.json with the versions of the lock file, for images to install.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [app] = process.argv.slice(2);
if (app === undefined || !/^[a-z-]+$/.test(app)) {
  console.error('Say which app to build: node tools/build/build-app.mjs <app>');
  process.exit(2);
}
const folder = join(root, 'apps', app);
const outdir = join(folder, 'dist');
const source = join(folder, 'src');

/** Packages that read files of their own beside their code. */
const notBundled = ['@electric-sql/pglite', '@grpc/grpc-js', '@grpc/reflection', 'swagger-ui-dist'];
/** Optional native parts of packages that do without them. */
const absent = ['pg-native'];

rmSync(outdir, { recursive: true, force: true });
const workers = readdirSync(source).filter((name) => name.endsWith('.worker.ts'));
const common = {
  outdir,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  conditions: ['@millrace/source'],
  external: [...notBundled, ...absent],
  // CommonJS packages in an ES module call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as millraceCreateRequire } from 'node:module';\nconst require = millraceCreateRequire(import.meta.url);",
  },
  minifySyntax: true,
  legalComments: 'linked',
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};
const builds = [
  await build({ ...common, entryPoints: [join(source, 'main.ts')], splitting: true }),
  // A thread shares no file with the program: it starts with what it needs and no more.
  await build({ ...common, entryPoints: workers.map((name) => join(source, name)) }),
];
const outputs = Object.assign({}, ...builds.map(({ metafile }) => metafile.outputs));

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const imported = new Set(
  Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
);
const dependencies = Object.fromEntries(
  notBundled
    .filter(
      (name) =>
        [...imported].some((path) => path === name || path.startsWith(`${name}/`)) ||
        requiresBy(name),
    )
    .map((name) => [name, installedVersion(name)]),
);
writeFileSync(
  join(outdir, 'package.json'),
  `${JSON.stringify({ name: manifest.name, version: manifest.version, private: true, type: 'module', dependencies }, null, 2)}\n`,
);

if (app === 'standalone') {
  cpSync(join(root, 'apps/console/dist'), join(outdir, 'console'), { recursive: true });
  cpSync(join(root, 'samples'), join(outdir, 'samples'), { recursive: true });
}

/** Whether the bundle looks a package up by name at run time, as `createRequire(…).resolve` does. */
function requiresBy(name) {
  return Object.keys(outputs)
    .filter((path) => path.endsWith('.js'))
    .some((path) => readFileSync(resolve(path), 'utf8').includes(`${name}/package.json`));
}

function installedVersion(name) {
  const resolved = createRequire(join(root, 'package.json')).resolve(name);
  const end = resolved.lastIndexOf(`node_modules/${name}/`) + `node_modules/${name}`.length;
  return JSON.parse(readFileSync(join(resolved.slice(0, end), 'package.json'), 'utf8')).version;
}
