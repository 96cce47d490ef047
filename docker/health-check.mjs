// The health check of an image without a shell: exits 0 while the process says that it lives.
const port = process.env['MILLRACE_HTTP_PORT'] ?? '8080';
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/livez`, {
    signal: AbortSignal.timeout(2500),
  });
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
