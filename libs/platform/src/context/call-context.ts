import { AsyncLocalStorage } from 'node:async_hooks';
import { randomHex } from '../system/random-hex.js';
import { systemPrincipal, type Principal } from '../access/principal.js';

/** What follows a piece of work through HTTP, Kafka and gRPC. */
export interface CallScope {
  readonly correlationId: string;
  /** W3C Trace Context. */
  readonly traceparent: string;
  readonly principal: Principal;
}

const storage = new AsyncLocalStorage<CallScope>();

export function currentScope(): CallScope | undefined {
  return storage.getStore();
}

export function runInScope<Result>(scope: CallScope, work: () => Result): Result {
  return storage.run(scope, work);
}

const traceparentPattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const correlationPattern = /^[A-Za-z0-9._-]{1,128}$/;

/** Continues what the caller sent, or starts anew where that is absent or malformed. */
export function scopeFrom(
  header: (name: string) => string | undefined,
  principal: Principal,
): CallScope {
  const sentTrace = header('traceparent');
  const traceparent =
    sentTrace && traceparentPattern.test(sentTrace)
      ? `${sentTrace.slice(0, 36)}${randomHex(8)}${sentTrace.slice(52)}`
      : `00-${randomHex(16)}-${randomHex(8)}-01`;
  return { correlationId: sentId(header) ?? traceparent.slice(3, 35), traceparent, principal };
}

/** The id that `scopeFrom` would give the same request, for one that is answered outside of any scope. */
export function correlationIdFrom(header: (name: string) => string | undefined): string {
  const id = sentId(header);
  if (id !== undefined) return id;
  const sentTrace = header('traceparent');
  return sentTrace && traceparentPattern.test(sentTrace) ? sentTrace.slice(3, 35) : randomHex(16);
}

function sentId(header: (name: string) => string | undefined): string | undefined {
  const id = header('x-correlation-id');
  return id !== undefined && correlationPattern.test(id) ? id : undefined;
}

/** The headers by which the current work is recognised at its next station. */
export function scopeHeaders(): Record<string, string> {
  const scope = currentScope();
  return scope ? { 'x-correlation-id': scope.correlationId, traceparent: scope.traceparent } : {};
}

/**
 * Does work that was put off in the scope it was asked for in.
 * @param headers `scopeHeaders()` of that time, as it was kept beside the work
 */
export function resumeScope<Result>(
  headers: Readonly<Record<string, string>>,
  work: () => Result,
): Result {
  return runInScope(
    scopeFrom((name) => headers[name], systemPrincipal),
    work,
  );
}
