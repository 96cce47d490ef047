import type { Policy } from '@millrace/api';
import type { Admit } from '../access/caller.js';
import type { CallContext, Handlers, ServiceDefinition } from '@millrace/contracts';

/**
 * Answers some requests straight from their bytes with the bytes of the answer, outside of any scope; gives up with
 * `undefined` on the others, which go to the handler.
 */
export type RpcShortcut = (
  request: Uint8Array,
  context: CallContext,
) => Promise<Uint8Array> | undefined;

/** A gRPC service with its handlers and who may call each method. */
export interface RpcService {
  readonly definition: ServiceDefinition;
  readonly handlers: Readonly<
    Record<string, (request: never, context: CallContext) => Promise<unknown>>
  >;
  readonly policies: Readonly<Record<string, Policy>>;
  /** Asked ahead of the handler of the same name. */
  readonly admit: Readonly<Record<string, Admit | undefined>>;
  /** Tried ahead of the handler of the same name, where requests come as bytes. */
  readonly shortcuts: Readonly<Record<string, RpcShortcut | undefined>>;
}

/** What may stand before the handlers of some methods. */
export interface BeforeHandlers<Definition extends ServiceDefinition> {
  readonly admit?: Readonly<Partial<Record<keyof Definition['methods'], Admit | undefined>>>;
  readonly shortcuts?: Readonly<Partial<Record<keyof Definition['methods'], RpcShortcut>>>;
}

export function rpcService<Definition extends ServiceDefinition>(
  definition: Definition,
  handlers: Handlers<Definition>,
  policies: Readonly<Record<keyof Definition['methods'], Policy>>,
  before: BeforeHandlers<Definition> = {},
): RpcService {
  return {
    definition,
    handlers: handlers as RpcService['handlers'],
    policies: policies as RpcService['policies'],
    admit: (before.admit ?? {}) as RpcService['admit'],
    shortcuts: (before.shortcuts ?? {}) as RpcService['shortcuts'],
  };
}
