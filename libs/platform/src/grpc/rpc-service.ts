import type { Policy } from '@millrace/api';
import type { CallContext, Handlers, ServiceDefinition } from '@millrace/contracts';

/** A gRPC service with its handlers and who may call each method. */
export interface RpcService {
  readonly definition: ServiceDefinition;
  readonly handlers: Readonly<
    Record<string, (request: never, context: CallContext) => Promise<unknown>>
  >;
  readonly policies: Readonly<Record<string, Policy>>;
}

export function rpcService<Definition extends ServiceDefinition>(
  definition: Definition,
  handlers: Handlers<Definition>,
  policies: Readonly<Record<keyof Definition['methods'], Policy>>,
): RpcService {
  return {
    definition,
    handlers: handlers as RpcService['handlers'],
    policies: policies as RpcService['policies'],
  };
}
