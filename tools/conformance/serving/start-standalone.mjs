// The standalone program, as `npm start` runs it, on free ports and with a data folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** @returns its addresses, and what ends it and removes its data */
export async function startStandalone(root) {
  const [http, grpc] = await freePorts(2);
  const data = await mkdtemp(join(tmpdir(), 'millrace-clients-'));
  const child = spawn(process.execPath, [join(root, 'tools/start.mjs')], {
    cwd: root,
    env: {
      ...process.env,
      MILLRACE_HTTP_PORT: String(http),
      MILLRACE_GRPC_PORT: String(grpc),
      MILLRACE_DATA_DIR: data,
      MILLRACE_DEMO: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (printed += chunk.toString()));
  }
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGINT');
    const patience = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await ended;
    clearTimeout(patience);
    await rm(data, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${http}`;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`Millrace ended by itself:\n${printed}`);
    }
    const ready = await fetch(`${origin}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return { origin, http: `127.0.0.1:${http}`, grpc: `127.0.0.1:${grpc}`, stop };
    await wait(200);
  }
}

async function freePorts(count) {
  // All are held open at once, so that none comes twice.
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
