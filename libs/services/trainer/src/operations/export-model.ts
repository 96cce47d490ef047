import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { exportOf, type ExportResult } from '../domain/learning.js';

/**
 * Writes the model as ONNX, in the pool. That it cannot be done is no reason to lose the model.
 * @throws PlatformError `cancelled`, `unavailable`: errors that speak of the run rather than the model
 */
export async function exportModel(
  { pool, policy, logger }: Pick<Trainer, 'pool' | 'policy' | 'logger'>,
  { algorithm, model }: { readonly algorithm: string; readonly model: Uint8Array },
  signal: AbortSignal,
): Promise<ExportResult> {
  try {
    return exportOf(
      await pool.run(
        { kind: 'export', algorithm, model },
        { signal, timeoutMs: policy.candidateTimeoutMs },
      ),
    );
  } catch (error) {
    const speaksOfRun =
      !(error instanceof PlatformError) ||
      error.code === 'cancelled' ||
      error.code === 'unavailable';
    if (speaksOfRun) throw error;
    logger.warn('A model could not be written as ONNX.', { algorithm, cause: error });
    return { kind: 'export', status: 'skipped', reason: error.message };
  }
}
