import type {
  AnyUnaryMethod,
  CallContext,
  CallMetadata,
  Client,
  Handlers,
  ServiceDefinition,
} from './rpc.js';

interface UntypedCodec {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}
type UntypedHandler = (request: unknown, context: CallContext) => Promise<unknown>;

export interface InProcessOptions {
  /** Metadata to hand to the service, read anew for each call. */
  readonly metadata?: () => CallMetadata;
}

/**
 * A client that calls the handlers in this process. Messages are still encoded and decoded, so that what works here
 * works over a wire: nothing is shared, unset fields take their defaults.
 */
export function inProcessClient<Definition extends ServiceDefinition>(
  definition: Definition,
  handlers: Handlers<Definition>,
  options: InProcessOptions = {},
): Client<Definition> {
  const call = (key: string, method: AnyUnaryMethod) => {
    const requestType = method.requestType as UntypedCodec;
    const responseType = method.responseType as UntypedCodec;
    return async (
      request: unknown,
      callOptions: { signal?: AbortSignal; timeoutMs?: number } = {},
    ) => {
      const deadline = AbortSignal.timeout(callOptions.timeoutMs ?? 10_000);
      const signal = callOptions.signal
        ? AbortSignal.any([callOptions.signal, deadline])
        : deadline;
      const handler = (handlers as Readonly<Record<string, UntypedHandler>>)[key];
      if (!handler) throw new TypeError(`${definition.fullName} has no handler for ${method.name}`);
      const decoded = requestType.decode(requestType.encode(request).finish());
      const response = await handler(decoded, {
        signal,
        get cancelled() {
          return signal.aborted;
        },
        metadata: options.metadata?.() ?? new Map<string, string>(),
      });
      return responseType.decode(responseType.encode(response).finish());
    };
  };
  const entries = Object.entries(definition.methods).map(([key, method]) => [
    key,
    call(key, method),
  ]);
  return Object.fromEntries(entries) as Client<Definition>;
}
