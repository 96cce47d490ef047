import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PlatformError } from '../errors/platform-error.js';
import { defaultPatience, type ClientPatience } from './client-patience.js';
import type { PlainConnections } from './plain-connections.js';

/** What answers requests. */
export interface HttpApp {
  readonly listener: RequestListener;
  /** Makes what has each connection first, where there is anything to have it. */
  readonly plain?: ((patience: ClientPatience) => PlainConnections) | undefined;
}

export interface ListeningServer {
  readonly port: number;
  /**
   * Lets requests in flight end, closes what is idle, and after ten seconds what is too slow. Who comes meanwhile is
   * handed to the same listener, which is to turn them away.
   */
  close(): Promise<void>;
}

const drainMs = 10_000;
const idleCheckMs = 25;

/** @throws PlatformError `failed_precondition` when the port is taken or may not be used */
export async function listenHttp(
  app: HttpApp,
  {
    host,
    port,
    setting,
    patience = defaultPatience,
  }: { host: string; port: number; setting: string; patience?: ClientPatience },
): Promise<ListeningServer> {
  const server = createServer({ ...patience }, app.listener);
  const plain = app.plain?.(patience);
  if (plain) putBefore(server, plain);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(listenError(cause, host, port, setting));
    });
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    port: actual,
    close: () => drain(server, { listener: app.listener, plain, host, port: actual }),
  };
}

/** Gives each connection to `plain`, and to the server's own reader only when it is handed over. */
function putBefore(server: Server, plain: PlainConnections): void {
  const readers = server.listeners('connection');
  server.removeAllListeners('connection');
  const handOver = (socket: Socket) => {
    for (const reader of readers) Reflect.apply(reader, server, [socket]);
  };
  server.on('connection', (socket) => {
    plain.accept(socket, handOver);
  });
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

async function drain(
  server: Server,
  {
    listener,
    plain,
    host,
    port,
  }: {
    listener: RequestListener;
    plain: PlainConnections | undefined;
    host: string;
    port: number;
  },
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  // A server that closes takes no connections: another in its place tells newcomers why, as long as there is work.
  const turningAway = createServer({ ...defaultPatience, keepAliveTimeout: 1 }, listener);
  turningAway.on('error', () => undefined);
  turningAway.listen(port, host);
  // Connections are kept alive behind their last answer, and each is idle from then on.
  const idle = setInterval(() => {
    server.closeIdleConnections();
    plain?.closeIdle();
  }, idleCheckMs);
  const late = setTimeout(() => {
    server.closeAllConnections();
    plain?.closeAll();
  }, drainMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
  await new Promise((resolve) => {
    turningAway.close(resolve);
    turningAway.closeAllConnections();
  });
}
