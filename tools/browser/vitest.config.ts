import { defineConfig } from 'vitest/config';

// One real server and one real browser, used by one test file: nothing here runs in parallel.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.browser.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    bail: 1,
  },
});
