import { decodeModelImage, ModelFormatError, sharedImage, type ModelImage } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';

/** The model in memory that threads share. @throws PlatformError `corrupt` for bytes that are no sound model file */
export function readModelFile(bytes: Uint8Array): ModelImage {
  try {
    return sharedImage(decodeModelImage(bytes));
  } catch (error) {
    if (!(error instanceof ModelFormatError)) throw error;
    throw new PlatformError('corrupt', error.message, { cause: error });
  }
}
