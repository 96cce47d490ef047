import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests read the libraries' sources through this export condition: no build comes before a test.
const source = ['@millrace/source'];
// Run by `npm run test:engines`.
const needsEngines = ['**/node_modules/**', '**/*.engines.spec.ts'];
const packages = ['libs', 'libs/adapters', 'libs/services', 'apps']
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((folder) => existsSync(join(folder, 'package.json')));

export default defineConfig({
  test: {
    projects: [
      ...packages.map((root) => ({
        root,
        resolve: { conditions: source },
        ssr: { resolve: { conditions: source } },
        test: {
          name: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string })
            .name,
          include: ['src/**/*.spec.{ts,tsx}'],
          exclude: needsEngines,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      })),
      {
        resolve: { conditions: source },
        ssr: { resolve: { conditions: source } },
        test: {
          name: 'tools',
          include: ['tools/**/*.spec.ts', 'deploy/**/*.spec.ts'],
          exclude: needsEngines,
          testTimeout: 30_000,
        },
      },
    ],
  },
});
