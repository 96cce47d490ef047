import type { Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { fileDescriptorSet } from '@millrace/contracts';

const versions = [
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

interface Method {
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  readonly responseSerialize: (message: unknown) => Buffer;
}

/** What a handler of `@grpc/reflection` asks of its call. */
interface MessageStream {
  on(event: string, listener: (message: unknown) => void): void;
  write(message: unknown): void;
  end(): void;
}

interface Reflected {
  readonly method: Method;
  readonly handle: (stream: MessageStream) => void;
}

/**
 * Adds server reflection. Few ask for it, and reading every definition takes a quarter of a second: that is done for the
 * first who asks.
 */
export function addReflection(server: Server, services: readonly string[]): void {
  let reading: Promise<ReadonlyMap<string, Reflected>> | undefined;
  for (const version of versions) {
    const path = `/${version}/ServerReflectionInfo`;
    const definition: ServiceDefinition = {
      ServerReflectionInfo: {
        path,
        requestStream: true,
        responseStream: true,
        requestSerialize: (bytes: Buffer) => bytes,
        requestDeserialize: (bytes: Buffer) => bytes,
        responseSerialize: (bytes: Buffer) => bytes,
        responseDeserialize: (bytes: Buffer) => bytes,
      },
    };
    const implementation: UntypedServiceImplementation = {
      ServerReflectionInfo: (call: MessageStream & { destroy(error: Error): void }) => {
        reading ??= readDefinitions(services);
        reading.then(
          (reflected) => {
            const found = reflected.get(path);
            if (found) found.handle(decoded(call, found.method));
            else call.end();
          },
          (cause: unknown) => {
            call.destroy(cause instanceof Error ? cause : new Error(String(cause)));
          },
        );
      },
    };
    server.addService(definition, implementation);
  }
}

async function readDefinitions(services: readonly string[]) {
  const [{ loadFileDescriptorSetFromBuffer }, { ReflectionService }] = await Promise.all([
    import('@grpc/proto-loader'),
    import('@grpc/reflection'),
  ]);
  const definitions = loadFileDescriptorSetFromBuffer(Buffer.from(fileDescriptorSet, 'base64'));
  const reflected = new Map<string, Reflected>();
  new ReflectionService(definitions, { services: [...services] }).addToServer({
    addService(definition, implementation) {
      for (const [name, method] of Object.entries(definition)) {
        const handle = implementation[name] as unknown as Reflected['handle'];
        reflected.set(method.path, { method: method as Method, handle });
      }
    },
  });
  return reflected;
}

/** A call of bytes as one of messages. */
function decoded(call: MessageStream, method: Method): MessageStream {
  return {
    on(event, listener) {
      call.on(event, (bytes) => {
        listener(event === 'data' ? method.requestDeserialize(bytes as Buffer) : bytes);
      });
    },
    write(message) {
      call.write(method.responseSerialize(message));
    },
    end() {
      call.end();
    },
  };
}
