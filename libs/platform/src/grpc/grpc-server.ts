import {
  Server,
  ServerCredentials,
  type ServiceDefinition as GrpcServiceDefinition,
  type UntypedServiceImplementation,
  type sendUnaryData,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import type { AnyUnaryMethod, CallContext } from '@millrace/contracts';
import { PlatformError } from '../errors/platform-error.js';
import type { ListeningServer } from '../http/http-server.js';
import { listenError } from '../http/http-server.js';
import type { GuardedRpcService } from './guard.js';
import { addReflection } from './reflection.js';
import { toServiceError } from './status.js';

interface UntypedCodec {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}

/** Our generated definition in the form of grpc-js. */
export function grpcDefinition(
  fullName: string,
  methods: Readonly<Record<string, AnyUnaryMethod>>,
): GrpcServiceDefinition {
  return Object.fromEntries(
    Object.entries(methods).map(([key, method]) => {
      const request = method.requestType as UntypedCodec;
      const response = method.responseType as UntypedCodec;
      return [
        key,
        {
          path: `/${fullName}/${method.name}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (message: unknown) => Buffer.from(request.encode(message).finish()),
          requestDeserialize: (bytes: Buffer) => request.decode(bytes),
          responseSerialize: (message: unknown) => Buffer.from(response.encode(message).finish()),
          responseDeserialize: (bytes: Buffer) => response.decode(bytes),
        },
      ];
    }),
  );
}

type Bytes = Uint8Array;
const asTheyAre = {
  requestSerialize: (bytes: Bytes) => Buffer.from(bytes),
  requestDeserialize: (bytes: Buffer) => bytes,
  responseSerialize: (bytes: Bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  responseDeserialize: (bytes: Buffer) => bytes,
};

/** The definition of a service whose handlers take and give messages as bytes. */
function encodedDefinition({
  fullName,
  methods,
}: GuardedRpcService['definition']): GrpcServiceDefinition {
  return Object.fromEntries(
    Object.entries(methods).map(([key, method]) => [
      key,
      {
        path: `/${fullName}/${method.name}`,
        requestStream: false,
        responseStream: false,
        ...asTheyAre,
      },
    ]),
  );
}

function implementation(service: GuardedRpcService): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(service.encoded).map(([key, handler]) => [
      key,
      (call: ServerUnaryCall<Bytes, Bytes>, reply: sendUnaryData<Bytes>) => {
        handler(call.request, contextOf(call)).then(
          (response) => {
            reply(null, response);
          },
          (caught: unknown) => {
            reply(toServiceError(PlatformError.from(caught)));
          },
        );
      },
    ]),
  );
}

function contextOf(call: ServerUnaryCall<Bytes, Bytes>): CallContext {
  // Most handlers ask for no signal: it is made when one does.
  let made: AbortController | undefined;
  const cancelled = () => {
    if (made) return made;
    const controller = new AbortController();
    if (call.cancelled) controller.abort();
    else call.on('cancelled', () => controller.abort());
    return (made = controller);
  };
  return {
    get signal() {
      return cancelled().signal;
    },
    get cancelled() {
      return call.cancelled;
    },
    metadata: { get: (name) => call.metadata.get(name)[0]?.toString() },
    get address() {
      return call.getPeer().replace(/:\d+$/, '');
    },
    get deadline() {
      return performance.now() + (Number(call.getDeadline()) - Date.now());
    },
  };
}

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
  const server = new Server({
    'grpc.max_receive_message_length': 16 * 2 ** 20,
    'grpc.max_send_message_length': 64 * 2 ** 20,
    'grpc.max_concurrent_streams': 1024,
    'grpc.keepalive_time_ms': 60_000,
  });
  for (const service of services) {
    server.addService(encodedDefinition(service.definition), implementation(service));
  }
  const names = ['', ...services.map(({ definition }) => definition.fullName)];
  const health = new HealthImplementation(
    Object.fromEntries(names.map((name) => [name, 'NOT_SERVING'])),
  );
  health.addToServer(server);
  addReflection(
    server,
    names.filter((name) => name !== ''),
  );

  const credentials = tls
    ? ServerCredentials.createSsl(
        tls.clientCa ?? null,
        [{ cert_chain: tls.certificate, private_key: tls.key }],
        tls.clientCa !== undefined,
      )
    : ServerCredentials.createInsecure();
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:${String(port)}`, credentials, (error, actual) => {
      if (error) {
        const cause: NodeJS.ErrnoException = error;
        cause.code ??= /EADDRINUSE/.test(error.message) ? 'EADDRINUSE' : undefined;
        reject(listenError(cause, host, port, setting));
      } else resolve(actual);
    });
  });
  return {
    port: bound,
    setServing: (serving) => {
      for (const name of names) health.setStatus(name, serving);
    },
    close: () =>
      new Promise((resolve) => {
        // Open streams can keep a graceful shutdown waiting for ever.
        const patience = setTimeout(() => {
          server.forceShutdown();
        }, 5_000);
        server.tryShutdown(() => {
          clearTimeout(patience);
          resolve();
        });
      }),
  };
}
