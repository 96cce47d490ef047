import { PlatformError } from '@millrace/platform';
import type { Predictor } from './loaded-model.js';
import type { Signature } from './signature.js';

export function decodePredictor(_bytes: Uint8Array): {
  signature: Signature;
  predict: Predictor;
} {
  throw new PlatformError('unimplemented', 'Not yet.');
}
