import type { AdmissionLimits } from './admission.js';
import type { LoadLimits } from './load-patience.js';

/** How much one process takes on. */
export interface InferenceLimits extends AdmissionLimits, LoadLimits {
  /** Bytes that loaded model files may take altogether. */
  readonly modelBytes: number;
}

/** What holds where nothing is set. */
export const defaultLimits: InferenceLimits = {
  concurrent: 1_024,
  queued: 1_024,
  waitMs: 1_000,
  loadMs: 10_000,
  loadWaiters: 1_024,
  modelBytes: 512 * 2 ** 20,
};
