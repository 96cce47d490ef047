import { PlatformError } from '@millrace/platform';

/** @throws PlatformError `invalid_argument` */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch (cause) {
    throw new PlatformError('invalid_argument', 'The body is not valid JSON.', { cause });
  }
}
