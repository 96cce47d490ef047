import { status, type ServiceError } from '@grpc/grpc-js';
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

/** Header fields: names in lower case, one character of text for each byte. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** What a server sends for an error: its status, message, and the exact code and faults for our own clients. */
export function errorFields(error: PlatformError): Fields {
  const fields: (readonly [string, string])[] = [
    ['grpc-status', String(toGrpc[error.code])],
    ['grpc-message', percentEncoded(error.message)],
    [codeKey, error.code],
  ];
  if (error.faults.length > 0) {
    fields.push([faultsKey, Buffer.from(JSON.stringify(error.faults)).toString('base64')]);
  }
  if (error.retryAfterSeconds !== undefined) {
    fields.push([pushbackKey, String(Math.ceil(error.retryAfterSeconds * 1000))]);
  }
  return fields;
}

/** What is not printable ASCII, and the percent sign, as bytes of UTF-8 ("Percent-Encoded" of the gRPC protocol). */
function percentEncoded(message: string): string {
  return message.replace(/[^ -$&-~]+/gu, (part) =>
    [...Buffer.from(part)]
      .map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
      .join(''),
  );
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
