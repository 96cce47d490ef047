import { createServer as createPlainServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { defaultLimits } from '../http2/limits.js';
import { ServerConnection } from '../http2/server-connection.js';
import type { ListeningServer } from '../http/http-server.js';
import { listenError } from '../http/http-server.js';
import type { GrpcMethod, GrpcMethods } from './grpc-method.js';
import { grpcRequests } from './grpc-requests.js';
import type { GuardedRpcService } from './guard.js';
import { HealthService } from './health.js';
import { MessageBudget } from './message-reader.js';
import { reflectionMethods } from './reflection.js';

/** How long calls may take to end when the server closes, and how often connections are looked after; milliseconds. */
const drainMs = 5_000;
const checkMs = 5_000;
const handshakeMs = 10_000;
/** Bytes that the unfinished messages of one connection may take: four of the largest. */
const unfinishedBytes = 64 * 2 ** 20;

/** The server's TLS material, PEM. With `clientCa` a client certificate is required (mutual TLS). */
export interface GrpcTls {
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly clientCa?: Buffer;
}

export interface GrpcServerOptions {
  readonly services: readonly GuardedRpcService[];
  readonly host: string;
  readonly port: number;
  /** Name of the variable that sets the port, for the error message. */
  readonly setting: string;
  readonly tls?: GrpcTls;
}

export interface ListeningGrpcServer extends ListeningServer {
  /** Sets what the standard health service answers. */
  setServing(serving: 'SERVING' | 'NOT_SERVING'): void;
}

/**
 * Serves the given services, the standard health service and server reflection.
 * @throws PlatformError `failed_precondition` when the port cannot be listened on
 */
export async function listenGrpc(options: GrpcServerOptions): Promise<ListeningGrpcServer> {
  const { services, host, port, setting, tls } = options;
  const names = services.map(({ definition }) => definition.fullName);
  const health = new HealthService(['', ...names]);
  const methods = new Map([
    ...services.flatMap(methodsOf),
    ...health.methods,
    ...reflectionMethods(names),
  ]);
  const connections = new Connections(methods);
  const accept = (socket: Socket) => {
    connections.accept(socket);
  };
  const server = tls
    ? createTlsServer(
        {
          cert: tls.certificate,
          key: tls.key,
          ALPNProtocols: ['h2'],
          handshakeTimeout: handshakeMs,
          ...(tls.clientCa && { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true }),
        },
        accept,
      )
    : createPlainServer(accept);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(listenError(cause, host, port, setting));
    });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    setServing: (serving) => {
      health.set(serving);
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      health.close();
      connections.close();
      // Open calls can keep a graceful end waiting for ever.
      const late = setTimeout(() => {
        connections.destroy();
      }, drainMs);
      await closed;
      clearTimeout(late);
    },
  };
}

function methodsOf({ definition, encoded }: GuardedRpcService): [string, GrpcMethod][] {
  return Object.entries(encoded).map(([key, handler]) => [
    `/${definition.fullName}/${definition.methods[key]?.name ?? key}`,
    { kind: 'unary', handler },
  ]);
}

class Connections {
  readonly #methods: GrpcMethods;
  readonly #open = new Set<ServerConnection>();
  readonly #checks: NodeJS.Timeout;

  constructor(methods: GrpcMethods) {
    this.#methods = methods;
    this.#checks = setInterval(() => {
      const now = performance.now();
      for (const connection of this.#open) connection.check(now);
    }, checkMs).unref();
  }

  accept(socket: Socket): void {
    socket.setNoDelay(true);
    const peer = { address: socket.remoteAddress, budget: new MessageBudget(unfinishedBytes) };
    const connection = new ServerConnection(
      socket,
      grpcRequests(this.#methods, peer),
      defaultLimits,
      () => {
        this.#open.delete(connection);
      },
    );
    this.#open.add(connection);
  }

  close(): void {
    clearInterval(this.#checks);
    for (const connection of this.#open) connection.close();
  }

  destroy(): void {
    for (const connection of this.#open) connection.destroy();
  }
}
