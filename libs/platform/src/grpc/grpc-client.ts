import { Client as GrpcClient, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { CallOptions, Client, ServiceDefinition } from '@millrace/contracts';
import { scopeHeaders } from '../context/call-context.js';
import { PlatformError } from '../errors/platform-error.js';
import { grpcDefinition } from './grpc-definition.js';
import { fromServiceError } from './status.js';

/** PEM material of a client: the authority to trust, and its own certificate for mutual TLS. */
export interface GrpcClientTls {
  readonly ca: Buffer;
  readonly certificate?: Buffer;
  readonly key?: Buffer;
}

/** One connection to an address, shared by the clients of every service there. */
export interface GrpcChannel {
  client<Definition extends ServiceDefinition>(definition: Definition): Client<Definition>;
  close(): void;
}

/** Opens a channel. Connecting happens by itself and again after a loss; each call carries its trace and a deadline. */
export function openGrpcChannel(
  address: string,
  options: { tls?: GrpcClientTls; apiKey?: string } = {},
): GrpcChannel {
  const { tls, apiKey } = options;
  const connection = new GrpcClient(
    address,
    tls
      ? credentials.createSsl(tls.ca, tls.key ?? null, tls.certificate ?? null)
      : credentials.createInsecure(),
    {
      'grpc.max_receive_message_length': 64 * 2 ** 20,
      'grpc.keepalive_time_ms': 60_000,
      // A service that comes back should be found soon.
      'grpc.initial_reconnect_backoff_ms': 200,
      'grpc.max_reconnect_backoff_ms': 3_000,
    },
  );

  const unary = (
    method: {
      path: string;
      requestSerialize: (message: never) => Buffer;
      responseDeserialize: (bytes: Buffer) => unknown;
    },
    request: unknown,
    { signal, timeoutMs = 10_000 }: CallOptions,
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const metadata = new Metadata();
      for (const [name, value] of Object.entries(scopeHeaders())) metadata.set(name, value);
      if (apiKey !== undefined) metadata.set('authorization', `Bearer ${apiKey}`);
      const call = connection.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request as never,
        metadata,
        { deadline: Date.now() + timeoutMs },
        (error: ServiceError | null, response?: unknown) => {
          signal?.removeEventListener('abort', abort);
          if (error) reject(fromServiceError(error));
          else resolve(response);
        },
      );
      const abort = () => {
        call.cancel();
      };
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });

  return {
    client<Definition extends ServiceDefinition>(definition: Definition) {
      const methods = grpcDefinition(definition.fullName, definition.methods);
      const entries = Object.entries(methods).map(([key, method]) => [
        key,
        (request: unknown, callOptions: CallOptions = {}) => {
          if (callOptions.signal?.aborted)
            return Promise.reject(new PlatformError('cancelled', 'The call was cancelled.'));
          return unary(method, request, callOptions);
        },
      ]);
      return Object.fromEntries(entries) as Client<Definition>;
    },
    close: () => {
      connection.close();
    },
  };
}
