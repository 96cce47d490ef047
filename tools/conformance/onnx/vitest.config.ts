import { defineConfig } from 'vitest/config';

// What other programs make of what Millrace writes. One real server, used by one test file.
const source = ['@millrace/source'];
export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.conformance.ts'],
    testTimeout: 60_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
