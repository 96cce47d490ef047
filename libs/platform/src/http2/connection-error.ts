import { ErrorCode } from './protocol.js';

/** What ends a whole connection (RFC 9113, section 5.4.1). The message goes to the peer with GOAWAY. */
export class ConnectionError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'ConnectionError';
    this.code = code;
  }
}

export function protocolError(message: string): ConnectionError {
  return new ConnectionError(ErrorCode.protocolError, message);
}

export function frameSizeError(message: string): ConnectionError {
  return new ConnectionError(ErrorCode.frameSizeError, message);
}

export function flowControlError(message: string): ConnectionError {
  return new ConnectionError(ErrorCode.flowControlError, message);
}

export function calmDown(message: string): ConnectionError {
  return new ConnectionError(ErrorCode.enhanceYourCalm, message);
}
