import type { CallContext } from '@millrace/contracts';
import type { Logger } from '@millrace/ports';
import type { Authenticator } from '../access/api-keys.js';
import { requireRole } from '../access/policy.js';
import { runInScope, scopeFrom } from '../context/call-context.js';
import { PlatformError } from '../errors/platform-error.js';
import { durationBuckets, type Metrics } from '../metrics/metrics.js';
import type { RpcService } from './rpc-service.js';

export interface GuardOptions {
  readonly authenticator: Authenticator;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The same service with its policies enforced, its calls counted, and every error a `PlatformError`. */
export function guardRpcService(
  service: RpcService,
  { authenticator, logger, metrics }: GuardOptions,
): RpcService {
  const requests = metrics.counter({
    name: 'millrace_grpc_requests_total',
    help: 'gRPC calls answered, by outcome.',
    labels: ['method', 'outcome'],
  });
  const durations = metrics.histogram({
    name: 'millrace_grpc_request_duration_seconds',
    help: 'Time from the call to its answer.',
    labels: ['method'],
    buckets: durationBuckets,
  });
  const guarded = Object.entries(service.handlers).map(([key, handler]) => {
    const method = `${service.definition.fullName}/${service.definition.methods[key]?.name ?? key}`;
    const answered = requests.bind({ method, outcome: 'ok' });
    const observe = durations.bind({ method });
    const call = async (request: never, context: CallContext): Promise<unknown> => {
      const started = performance.now();
      let outcome = 'ok';
      try {
        const principal = authenticator.authenticate(context.metadata.get('authorization'));
        requireRole(principal, service.policies[key] ?? 'admin');
        service.admit[key]?.({ principal, address: context.address });
        const scope = scopeFrom((name) => context.metadata.get(name), principal);
        return await runInScope(scope, () => handler(request, context));
      } catch (caught) {
        const error = PlatformError.from(caught);
        outcome = error.code;
        if (error.code === 'internal')
          logger.error('A call failed.', { method, cause: error.cause ?? error });
        throw error;
      } finally {
        if (outcome === 'ok') answered(1);
        else requests.add({ method, outcome });
        observe((performance.now() - started) / 1000);
      }
    };
    return [key, call] as const;
  });
  return { ...service, handlers: Object.fromEntries(guarded) };
}
