import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const root = new URL('../..', import.meta.url).pathname;
const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const folders = ['libs', 'libs/adapters', 'libs/services', 'apps']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((folder) => existsSync(join(root, folder, 'package.json')));
const manifestOf = (folder: string) => readJson(join(root, folder, 'package.json')) as Manifest;
const folderOf = new Map(folders.map((folder) => [manifestOf(folder).name, folder]));
const rootTools = new Set(
  Object.keys((readJson(join(root, 'package.json')) as Manifest).devDependencies ?? {}),
);

function sources(folder: string): string[] {
  return readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(root, folder, 'src', name));
}

function importedPackages(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [
    ...text.matchAll(/^(?:import|export)\b[^;]*?from '([^'.][^']*)'|\bimport\('([^'.][^']*)'\)/gm),
  ]
    .map(([, named, dynamic]) => named ?? dynamic ?? '')
    .filter((specifier) => !isBuiltin(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
}

/** Files beside it that a file imports, for their types too. */
function importedFiles(file: string): string[] {
  return [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*?from '(\.[^']*)\.js'/gm),
  ]
    .map(([, specifier = '']) => resolve(file, '..', specifier))
    .flatMap((target) => [`${target}.ts`, `${target}.tsx`].filter((each) => existsSync(each)));
}

/** A way through imports that leads back to where it began; none: `undefined`. */
function circleIn(files: readonly string[]): string[] | undefined {
  const left = new Set<string>();
  const way: string[] = [];
  const walk = (file: string): string[] | undefined => {
    if (left.has(file)) return undefined;
    const since = way.indexOf(file);
    if (since >= 0) return [...way.slice(since), file];
    way.push(file);
    for (const next of importedFiles(file)) {
      const circle = walk(next);
      if (circle) return circle;
    }
    left.add(file);
    way.pop();
    return undefined;
  };
  for (const file of files) {
    const circle = walk(file);
    if (circle) return circle;
  }
  return undefined;
}

describe.each(folders)('%s', (folder) => {
  const manifest = manifestOf(folder);
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };

  it('declares every package it imports', () => {
    const missing = sources(folder).flatMap((file) => {
      const isSpec = /\.spec\.tsx?$|\/(golden|testing)\//.test(file);
      return importedPackages(file)
        .filter(
          (name) =>
            !(name in declared) && !(isSpec && rootTools.has(name)) && name !== manifest.name,
        )
        .map((name) => `${relative(root, file)} imports ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('has no files that import each other in a circle', () => {
    const circle = circleIn(sources(folder))?.map((file) => relative(root, file));
    expect(circle).toBeUndefined();
  });

  it('refers to the TypeScript project of every workspace package it depends on, and to no other', () => {
    const config = readJson(join(root, folder, 'tsconfig.json')) as {
      references?: { path: string }[];
    };
    const referred = (config.references ?? [])
      .map(({ path }) => relative(root, resolve(root, folder, path)))
      .sort();
    const needed = Object.keys(declared)
      .flatMap((name) => folderOf.get(name) ?? [])
      .sort();
    expect(referred).toEqual(needed);
  });

  it('pins the versions of what it depends on', () => {
    const loose = Object.entries(declared).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});

describe('one version of each third-party package', () => {
  it('is used by the whole workspace', () => {
    const versions = new Map<string, Set<string>>();
    for (const folder of folders) {
      const { dependencies, devDependencies } = manifestOf(folder);
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        versions.set(name, (versions.get(name) ?? new Set()).add(version));
      }
    }
    expect([...versions].filter(([, used]) => used.size > 1)).toEqual([]);
  });
});
