import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import {
  validationOf,
  validationTask,
  type Parameters,
  type ValidationResult,
} from '../domain/learning.js';
import type { Execution } from './execute-training-run.js';
import type { Outcome } from './keep-candidate.js';

export interface Wanted {
  readonly algorithm: string;
  readonly parameters?: Parameters;
  /** All folds when absent. */
  readonly foldNumbers?: readonly number[];
}

/**
 * Cross-validates in the pool.
 * @throws PlatformError `cancelled`, `unavailable`: errors that speak of the run rather than the candidate
 */
export async function validateCandidate(
  { pool, policy }: Pick<Trainer, 'pool' | 'policy'>,
  { run, frame }: Execution,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<ValidationResult> {
  const task = validationTask({ ...run, frame }, { ...wanted, folds: policy.folds });
  const failed = (status: 'skipped' | 'failed', reason: string): ValidationResult => ({
    kind: 'validate',
    status,
    reason,
    parameters: wanted.parameters ?? {},
    metrics: {},
  });
  try {
    return validationOf(await pool.run(task, { signal, timeoutMs: policy.candidateTimeoutMs }));
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    switch (error.code) {
      // The candidate's own limit, not a call that may be repeated.
      case 'deadline_exceeded':
        return failed('skipped', `Over its time budget: ${error.message}`);
      case 'cancelled':
      case 'unavailable':
        throw error;
      default:
        return failed('failed', error.message);
    }
  }
}

export function outcomeOf(result: ValidationResult): Outcome {
  return {
    status: result.status,
    reason: result.reason ?? null,
    parameters: result.parameters,
    validation: result.metrics,
    fit_seconds: result.fitSeconds ?? null,
    predict_micros_per_row: result.predictMicrosPerRow ?? null,
  };
}
