import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { PlatformError } from '../errors/platform-error.js';
import type { GrpcMethod, GrpcMethods } from './grpc-method.js';
import type { MessageStream } from './streaming-call.js';

/** `HealthCheckResponse.ServingStatus`. */
const servingStatus = { SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } as const;
type ServingStatus = keyof typeof servingStatus;

const service = '/grpc.health.v1.Health';

/** The standard health service (`grpc/health/v1/health.proto`). */
export class HealthService {
  readonly #names: readonly string[];
  readonly #watchers = new Map<MessageStream, string>();
  #serving: 'SERVING' | 'NOT_SERVING' = 'NOT_SERVING';

  /** @param names of the services; the empty one stands for the whole server */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  readonly methods: GrpcMethods = new Map<string, GrpcMethod>([
    [
      `${service}/Check`,
      { kind: 'unary', handler: (request) => Promise.resolve(this.#check(request)) },
    ],
    [`${service}/List`, { kind: 'unary', handler: () => Promise.resolve(this.#list()) }],
    [`${service}/Watch`, { kind: 'streaming', handler: (call) => this.#watch(call) }],
  ]);

  set(serving: 'SERVING' | 'NOT_SERVING'): void {
    if (serving === this.#serving) return;
    this.#serving = serving;
    for (const [call, name] of this.#watchers) call.write(response(this.#statusOf(name)));
  }

  /** Ends what would never end by itself. */
  close(): void {
    for (const call of this.#watchers.keys()) {
      call.fail(new PlatformError('unavailable', 'The server is stopping.'));
    }
    this.#watchers.clear();
  }

  #statusOf(name: string): ServingStatus {
    return this.#names.includes(name) ? this.#serving : 'SERVICE_UNKNOWN';
  }

  #check(request: Uint8Array): Uint8Array {
    const name = readName(request);
    const status = this.#statusOf(name);
    if (status === 'SERVICE_UNKNOWN') {
      throw new PlatformError('not_found', `Health status unknown for service ${name}`);
    }
    return response(status);
  }

  #list(): Uint8Array {
    const writer = new BinaryWriter();
    // HealthListResponse.statuses is a map: its entries have the name as field 1, the status as field 2.
    for (const name of this.#names) {
      writer.uint32(10).fork().uint32(10).string(name);
      writer.uint32(18).bytes(response(this.#serving)).join();
    }
    return writer.finish();
  }

  #watch(call: MessageStream) {
    return {
      message: (bytes: Buffer) => {
        let name: string;
        try {
          name = readName(bytes);
        } catch (caught) {
          call.fail(PlatformError.from(caught));
          return;
        }
        this.#watchers.set(call, name);
        call.write(response(this.#statusOf(name)));
      },
      end: () => undefined,
      left: () => {
        this.#watchers.delete(call);
      },
    };
  }
}

/** Field 1 of a `HealthCheckRequest`. @throws PlatformError `invalid_argument` */
function readName(bytes: Uint8Array): string {
  try {
    const reader = new BinaryReader(bytes);
    let name = '';
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === 10) name = reader.string();
      else reader.skip(tag & 7, tag >>> 3);
    }
    return name;
  } catch (cause) {
    throw new PlatformError('invalid_argument', 'The request is no HealthCheckRequest.', { cause });
  }
}

/** A `HealthCheckResponse`. */
function response(status: ServingStatus): Uint8Array {
  return new BinaryWriter().uint32(8).int32(servingStatus[status]).finish();
}
