import type { Problem } from '@millrace/api';
import type { ErrorCode, PlatformError } from '../errors/platform-error.js';

const statuses: Readonly<Record<ErrorCode, { status: number; title: string }>> = {
  invalid_argument: { status: 400, title: 'Invalid request' },
  unauthenticated: { status: 401, title: 'Not authenticated' },
  permission_denied: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  already_exists: { status: 409, title: 'Already exists' },
  failed_precondition: { status: 409, title: 'Not possible now' },
  payload_too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  resource_exhausted: { status: 429, title: 'Too many requests' },
  cancelled: { status: 499, title: 'Cancelled' },
  deadline_exceeded: { status: 504, title: 'Took too long' },
  unavailable: { status: 503, title: 'Not available' },
  corrupt: { status: 500, title: 'Stored data is damaged' },
  unimplemented: { status: 501, title: 'Not implemented' },
  internal: { status: 500, title: 'Internal error' },
};

export function httpStatusOf(code: ErrorCode): number {
  return statuses[code].status;
}

/** The RFC 9457 document that tells a client what was wrong. */
export function problemOf(error: PlatformError, correlationId: string): Problem {
  const { status, title } = statuses[error.code];
  return {
    type: `urn:millrace:error:${error.code.replaceAll('_', '-')}`,
    title,
    status,
    detail: error.message,
    instance: `urn:millrace:request:${correlationId}`,
    ...(error.faults.length > 0 && { errors: error.faults.map((fault) => ({ ...fault })) }),
  };
}
