import { fileDescriptorSet } from '@millrace/contracts';
import { PlatformError } from '../errors/platform-error.js';
import type { GrpcMethod, GrpcMethods } from './grpc-method.js';
import type { MessageStream, StreamReader } from './streaming-call.js';

const versions = [
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

interface Method {
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  readonly responseSerialize: (message: unknown) => Buffer;
}

/** What a handler of `@grpc/reflection` asks of its call. */
interface ReflectedStream {
  on(event: string, listener: (message?: unknown) => void): void;
  write(message: unknown): void;
  end(): void;
}

interface Reflected {
  readonly method: Method;
  readonly handle: (stream: ReflectedStream) => void;
}

/**
 * Server reflection. Few ask for it, and reading every definition takes a quarter of a second: that is done for the
 * first who asks.
 */
export function reflectionMethods(services: readonly string[]): GrpcMethods {
  let reading: Promise<ReadonlyMap<string, Reflected>> | undefined;
  return new Map(
    versions.map((version): [string, GrpcMethod] => {
      const path = `/${version}/ServerReflectionInfo`;
      const handler = (call: MessageStream) => {
        const request = new ReflectionRequest();
        reading ??= readDefinitions(services);
        reading.then(
          (reflected) => {
            const found = reflected.get(path);
            if (found) answer(call, request, found);
            else call.close();
          },
          (cause: unknown) => {
            call.fail(PlatformError.from(cause));
          },
        );
        return request;
      };
      return [path, { kind: 'streaming', handler }];
    }),
  );
}

function answer(call: MessageStream, request: ReflectionRequest, { method, handle }: Reflected) {
  handle({
    on(event, listener) {
      if (event === 'end') request.onEnd(listener);
      if (event !== 'data') return;
      request.onMessage((bytes) => {
        let message: unknown;
        try {
          message = method.requestDeserialize(bytes);
        } catch (cause) {
          const told = 'The request is no ServerReflectionRequest.';
          call.fail(new PlatformError('invalid_argument', told, { cause }));
          return;
        }
        listener(message);
      });
    },
    write(message) {
      call.write(method.responseSerialize(message));
    },
    end() {
      call.close();
    },
  });
}

/** Keeps what comes until somebody listens. */
class ReflectionRequest implements StreamReader {
  #waiting: Buffer[] = [];
  #ended = false;
  #tellMessage: ((bytes: Buffer) => void) | undefined;
  #tellEnd: (() => void) | undefined;

  onMessage(tell: (bytes: Buffer) => void): void {
    this.#tellMessage = tell;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const bytes of waiting) tell(bytes);
  }

  onEnd(tell: () => void): void {
    this.#tellEnd = tell;
    if (this.#ended) tell();
  }

  message(bytes: Buffer): void {
    if (this.#tellMessage) this.#tellMessage(bytes);
    else this.#waiting.push(bytes);
  }

  end(): void {
    this.#ended = true;
    this.#tellEnd?.();
  }

  left(): void {
    this.#waiting = [];
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
