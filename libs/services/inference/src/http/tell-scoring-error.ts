import type { ErrorCode, PlatformError, ToldError } from '@millrace/platform';
import { inferenceErrorText } from './tell-inference-error.js';

/** The codes MLflow's clients know. */
const codes: Readonly<Record<ErrorCode, string>> = {
  invalid_argument: 'INVALID_PARAMETER_VALUE',
  unauthenticated: 'UNAUTHENTICATED',
  permission_denied: 'PERMISSION_DENIED',
  not_found: 'RESOURCE_DOES_NOT_EXIST',
  already_exists: 'RESOURCE_ALREADY_EXISTS',
  failed_precondition: 'INVALID_STATE',
  payload_too_large: 'BAD_REQUEST',
  unsupported_media_type: 'BAD_REQUEST',
  resource_exhausted: 'REQUEST_LIMIT_EXCEEDED',
  cancelled: 'CANCELLED',
  deadline_exceeded: 'DEADLINE_EXCEEDED',
  unavailable: 'TEMPORARILY_UNAVAILABLE',
  corrupt: 'INTERNAL_ERROR',
  unimplemented: 'NOT_IMPLEMENTED',
  internal: 'INTERNAL_ERROR',
};

/** An error as MLflow tells it, with the places that are wrong and nothing of what was sent there. */
export function tellScoringError(error: PlatformError): ToldError {
  return {
    json: { error_code: codes[error.code], message: inferenceErrorText(error) },
    contentType: 'application/json',
  };
}
