import type { CallContext } from '@millrace/contracts';
import type { Logger } from '@millrace/ports';
import type { Authenticator } from '../access/api-keys.js';
import { requireRole } from '../access/policy.js';
import type { Principal } from '../access/principal.js';
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
export interface GuardedRpcService extends RpcService {
  /** The handlers for messages as they come over a wire. */
  readonly encoded: Readonly<Record<string, EncodedHandler>>;
}

export type EncodedHandler = (request: Uint8Array, context: CallContext) => Promise<Uint8Array>;

interface UntypedCodec {
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}
type UntypedHandler = (request: unknown, context: CallContext) => Promise<unknown>;

export function guardRpcService(
  service: RpcService,
  { authenticator, logger, metrics }: GuardOptions,
): GuardedRpcService {
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
  const handlers: Record<string, UntypedHandler> = {};
  const encoded: Record<string, EncodedHandler> = {};
  for (const [key, method] of Object.entries(service.definition.methods)) {
    const label = `${service.definition.fullName}/${method.name}`;
    const answered = requests.bind({ method: label, outcome: 'ok' });
    const observe = durations.bind({ method: label });
    const policy = service.policies[key] ?? 'admin';
    const admit = service.admit[key];
    const handler = service.handlers[key] as UntypedHandler | undefined;
    if (!handler) throw new TypeError(`${label} has no handler.`);

    const guarded = async <Answer>(
      context: CallContext,
      work: (principal: Principal) => Promise<Answer>,
    ): Promise<Answer> => {
      const started = performance.now();
      let outcome = 'ok';
      try {
        const principal = authenticator.authenticate(context.metadata.get('authorization'));
        requireRole(principal, policy);
        admit?.({ principal, address: context.address });
        return await work(principal);
      } catch (caught) {
        const error = PlatformError.from(caught);
        outcome = error.code;
        if (error.code === 'internal')
          logger.error('A call failed.', { method: label, cause: error.cause ?? error });
        throw error;
      } finally {
        if (outcome === 'ok') answered(1);
        else requests.add({ method: label, outcome });
        observe((performance.now() - started) / 1000);
      }
    };
    const inScope = (request: unknown, context: CallContext, principal: Principal) =>
      runInScope(
        scopeFrom((name) => context.metadata.get(name), principal),
        () => handler(request, context),
      );

    handlers[key] = (request, context) =>
      guarded(context, (principal) => inScope(request, context, principal));

    const requestType = method.requestType as UntypedCodec;
    const responseType = method.responseType as UntypedCodec;
    const shortcut = service.shortcuts[key];
    encoded[key] = (bytes, context) =>
      guarded(context, (principal) => {
        const short = shortcut?.(bytes, context);
        if (short) return short;
        return inScope(decoded(requestType, bytes), context, principal).then((answer) =>
          responseType.encode(answer).finish(),
        );
      });
  }
  return { ...service, handlers: handlers as RpcService['handlers'], encoded };
}

/** @throws PlatformError `invalid_argument` for bytes that are no such message */
function decoded(type: UntypedCodec, bytes: Uint8Array): unknown {
  try {
    return type.decode(bytes);
  } catch (cause) {
    throw new PlatformError('invalid_argument', 'The request is no message of this method.', {
      cause,
    });
  }
}
