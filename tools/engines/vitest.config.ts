import { defineConfig } from 'vitest/config';

// Tests read the libraries' sources through this export condition: no build comes before a test.
const source = ['@millrace/source'];

export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    name: 'engines',
    include: ['libs/adapters/*/src/**/*.engines.spec.ts', 'tools/engines/**/*.engines.spec.ts'],
    // The machine is small and the engines are shared: one file after another.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
