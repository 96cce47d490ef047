import { PlatformError } from '@millrace/platform';

/**
 * Whether what is asked for is there now.
 * @throws what the question itself was refused with, such as `not_found`
 */
export async function isThere(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (caught) {
    if (PlatformError.from(caught).retriable) return false;
    throw caught;
  }
}
