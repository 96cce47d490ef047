import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import type { ErrorCode } from '../errors/platform-error.js';
import { PlatformError, type Fault } from '../errors/platform-error.js';

const toGrpc: Readonly<Record<ErrorCode, status>> = {
  invalid_argument: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  permission_denied: status.PERMISSION_DENIED,
  not_found: status.NOT_FOUND,
  already_exists: status.ALREADY_EXISTS,
  failed_precondition: status.FAILED_PRECONDITION,
  payload_too_large: status.RESOURCE_EXHAUSTED,
  unsupported_media_type: status.INVALID_ARGUMENT,
  resource_exhausted: status.RESOURCE_EXHAUSTED,
  cancelled: status.CANCELLED,
  deadline_exceeded: status.DEADLINE_EXCEEDED,
  unavailable: status.UNAVAILABLE,
  corrupt: status.DATA_LOSS,
  unimplemented: status.UNIMPLEMENTED,
  internal: status.INTERNAL,
};

const fromGrpc = new Map<number, ErrorCode>(
  (Object.entries(toGrpc) as [ErrorCode, status][])
    .filter(([code]) => code !== 'payload_too_large' && code !== 'unsupported_media_type')
    .map(([code, value]) => [value, code]),
);

const codeKey = 'millrace-error-code';
/** What a server asks of clients that try again (gRFC A6, "Pushback"): milliseconds. */
const pushbackKey = 'grpc-retry-pushback-ms';
const faultsKey = 'millrace-faults-bin';

/** What a server sends for an error: its status, message, and the exact code and faults for our own clients. */
export function toServiceError(error: PlatformError): Partial<ServiceError> {
  const metadata = new Metadata();
  metadata.set(codeKey, error.code);
  if (error.faults.length > 0) metadata.set(faultsKey, Buffer.from(JSON.stringify(error.faults)));
  if (error.retryAfterSeconds !== undefined) {
    metadata.set(pushbackKey, String(Math.ceil(error.retryAfterSeconds * 1000)));
  }
  return { code: toGrpc[error.code], details: error.message, metadata };
}

/** What a client throws for a failed call. */
export function fromServiceError(error: ServiceError): PlatformError {
  const sent = error.metadata.get(codeKey)[0];
  const exact = typeof sent === 'string' && sent in toGrpc ? (sent as ErrorCode) : undefined;
  const faults = error.metadata.get(faultsKey)[0];
  return new PlatformError(exact ?? fromGrpc.get(error.code) ?? 'internal', error.details, {
    cause: error,
    ...(Buffer.isBuffer(faults) && { faults: JSON.parse(faults.toString('utf8')) as Fault[] }),
  });
}
