import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlatformError } from '../errors/platform-error.js';

export interface ListeningServer {
  readonly port: number;
  /** Stops taking connections, lets requests in flight end, then closes what is idle or too slow. */
  close(): Promise<void>;
}

/** @throws PlatformError `failed_precondition` when the port is taken or may not be used */
export async function listenHttp(
  listener: RequestListener,
  { host, port, setting }: { host: string; port: number; setting: string },
): Promise<ListeningServer> {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
    },
    listener,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(listenError(cause, host, port, setting));
    });
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

export function listenError(
  cause: NodeJS.ErrnoException,
  host: string,
  port: number,
  setting: string,
): PlatformError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is in use by another program',
    EACCES: 'may not be used by this user',
    EADDRNOTAVAIL: 'is not an address of this machine',
  };
  const reason = reasons[cause.code ?? ''] ?? 'cannot be listened on';
  return new PlatformError(
    'failed_precondition',
    `${host}:${String(port)} ${reason}. Stop that program or choose another port with ${setting}.`,
    { cause },
  );
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const patience = setTimeout(() => {
    server.closeAllConnections();
  }, 10_000);
  await closed;
  clearTimeout(patience);
}
