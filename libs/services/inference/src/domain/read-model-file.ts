import { decodeModel, ModelFormatError, type Model } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';

/** @throws PlatformError `corrupt` for bytes that are no sound model file */
export function readModelFile(bytes: Uint8Array): Model {
  try {
    return decodeModel(bytes);
  } catch (error) {
    if (!(error instanceof ModelFormatError)) throw error;
    throw new PlatformError('corrupt', error.message, { cause: error });
  }
}
