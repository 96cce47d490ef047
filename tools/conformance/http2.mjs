// `npm run test:http2`: h2spec, which tries what RFC 9113 and RFC 7541 ask of a server, against the HTTP/2 server that
// gRPC stands on.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.conformance/http2');
const h2spec = join(folder, 'h2spec');
if (!existsSync(h2spec)) {
  const { status, error } = spawnSync(
    'go',
    ['install', 'github.com/summerwind/h2spec/cmd/h2spec@v2.2.1+incompatible'],
    { stdio: 'inherit', env: { ...process.env, GOBIN: folder } },
  );
  if (error) throw new Error('Go is needed, to build h2spec.', { cause: error });
  if (status !== 0) throw new Error('h2spec could not be built.');
}

const program = join(folder, 'answering-server.mjs');
await build({
  entryPoints: [join(root, 'tools/conformance/http2/answering-server.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});
const server = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
const [port] = await once(server.stdout, 'data');
const { status } = spawnSync(h2spec, ['--strict', '--port', String(port).trim()], {
  stdio: 'inherit',
});
server.kill();
process.exit(status ?? 1);
