import { PlatformError } from '../errors/platform-error.js';

const segment = /^[A-Za-z0-9._=@+-]{1,240}$/;

/** S3 allows keys of 1024 bytes; every character allowed here is one byte. */
const maxLength = 1024;

/**
 * The segments of an object's key. Anything that a file system or a URL could read as another place is refused, so
 * that no adapter has to.
 * @throws PlatformError `invalid_argument`
 */
export function objectKeySegments(key: string): readonly string[] {
  const segments = key.split('/');
  const good =
    key.length <= maxLength &&
    segments.every((part) => segment.test(part) && part !== '.' && part !== '..');
  if (!good) throw new PlatformError('invalid_argument', 'The object key is not allowed.');
  return segments;
}

/**
 * Checks the beginning of a key, as `list` takes it: the empty text, whole segments, or a part of the last one.
 * @throws PlatformError `invalid_argument`
 */
export function requireObjectKeyPrefix(prefix: string): void {
  // Completing the last segment makes every beginning of a key a key.
  objectKeySegments(prefix === '' ? 'x' : `${prefix}x`);
  if (prefix.split('/').some((part) => part === '.' || part === '..')) {
    throw new PlatformError('invalid_argument', 'The object key is not allowed.');
  }
}
