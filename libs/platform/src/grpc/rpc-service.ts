import type { Policy } from '@millrace/api';
import type { Admit } from '../access/caller.js';
import type { CallContext, Handlers, ServiceDefinition } from '@millrace/contracts';

/** A gRPC service with its handlers and who may call each method. */
export interface RpcService {
  readonly definition: ServiceDefinition;
  readonly handlers: Readonly<
    Record<string, (request: never, context: CallContext) => Promise<unknown>>
  >;
  readonly policies: Readonly<Record<string, Policy>>;
  /** Asked ahead of the handler of the same name. */
  readonly admit: Readonly<Record<string, Admit | undefined>>;
}

export function rpcService<Definition extends ServiceDefinition>(
  definition: Definition,
  handlers: Handlers<Definition>,
  policies: Readonly<Record<keyof Definition['methods'], Policy>>,
  admit?: Readonly<Partial<Record<keyof Definition['methods'], Admit | undefined>>>,
): RpcService {
  return {
    definition,
    handlers: handlers as RpcService['handlers'],
    policies: policies as RpcService['policies'],
    admit: (admit ?? {}) as RpcService['admit'],
  };
}
