import { PlatformError } from '@millrace/platform';

/** As gRPC has it ("gRPC over HTTP2", Timeout): at most eight digits and a unit. */
const grpcTimeout = /^(\d{1,8})([HMSmun])$/;
const unitMs: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};
const plainMs = /^\d{1,9}$/;

/**
 * How long a client waits for its answer, in milliseconds, by the headers `grpc-timeout` and `x-request-timeout-ms`, the
 * shorter where both are sent; `undefined` for one that does not say.
 * @throws PlatformError `invalid_argument` for a header that cannot be read
 */
export function requestTimeout(header: (name: string) => string | undefined): number | undefined {
  const grpc = header('grpc-timeout');
  const plain = header('x-request-timeout-ms');
  if (grpc === undefined && plain === undefined) return undefined;
  let ms = Number.POSITIVE_INFINITY;
  if (grpc !== undefined) {
    const [, digits, unit = ''] = grpcTimeout.exec(grpc) ?? [];
    if (digits === undefined) throw unreadable('grpc-timeout', 'digits and a unit, as in 250m');
    ms = Number(digits) * (unitMs[unit] ?? 1);
  }
  if (plain !== undefined) {
    if (!plainMs.test(plain)) throw unreadable('x-request-timeout-ms', 'whole milliseconds');
    ms = Math.min(ms, Number(plain));
  }
  return ms;
}

function unreadable(field: string, form: string): PlatformError {
  const message = `The header ${field} must be ${form}.`;
  return new PlatformError('invalid_argument', message, { faults: [{ field, message }] });
}
