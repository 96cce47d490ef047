import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  // The console reads the API's sources through this export condition, as the rest of the workspace.
  resolve: { conditions: ['@millrace/source', ...defaultClientConditions] },
  esbuild: { jsx: 'automatic' },
  build: {
    target: 'es2023',
    // The page allows no inline data beyond images: every asset stays a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/docs', '/openapi.json'].map((path) => [path, 'http://127.0.0.1:8080']),
    ),
  },
});
