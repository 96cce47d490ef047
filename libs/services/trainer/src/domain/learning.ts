import { decodeFrame, FrameFormatError } from '@millrace/frame';
import {
  algorithms,
  baselineAlgorithm,
  decodeModel,
  ModelFormatError,
  planTraining as planFrameTraining,
  runCandidateTask as runLearningTask,
  scoreModel as scoreDecodedModel,
  SignatureMismatch,
  TrainingDataError,
  type CandidateTask,
  type Evaluation,
  type ModelSignature,
  type Parameters,
  type RefitResult,
  type RefitTask,
  type TrainingPlan,
  type ValidationResult,
  type ValidationTask,
} from '@millrace/ml';
import { PlatformError } from '@millrace/platform';

export { baselineAlgorithm };
export type { CandidateTask, Evaluation };
export type CandidateTaskResult = ValidationResult | RefitResult;
export type Signature = ModelSignature;

export const knownAlgorithms: readonly string[] = algorithms;

/** What both tasks of a candidate are made of. */
export interface CandidateOf {
  /** An encoded frame. */
  readonly frame: Uint8Array;
  readonly target: string;
  readonly algorithm: string;
  readonly seed: number;
}

/** @throws PlatformError `failed_precondition` when nothing can be learned from these rows */
export function planTraining(frame: Uint8Array, { target }: { target: string }): TrainingPlan {
  return withPlatformErrors(() => planFrameTraining(decodeFrame(frame), target));
}

export function validationTask(
  candidate: CandidateOf & { readonly folds: number },
): ValidationTask {
  const { frame, target, algorithm, seed, folds } = candidate;
  return { kind: 'validate', frame, target, algorithm, seed, folds };
}

export function refitTask(candidate: CandidateOf & { readonly parameters: Parameters }): RefitTask {
  const { frame, target, algorithm, seed, parameters } = candidate;
  return { kind: 'refit', frame, target, algorithm, seed, parameters };
}

/** Does one task, as a pool's threads do. @throws PlatformError */
export function runCandidateTask(task: CandidateTask): CandidateTaskResult {
  return withPlatformErrors(() => runLearningTask(task));
}

export function validationOf(result: CandidateTaskResult): ValidationResult {
  if (result.kind === 'validate') return result;
  throw new PlatformError('internal', 'The pool answered a validation with something else.');
}

export function refitOf(result: CandidateTaskResult): RefitResult {
  if (result.kind === 'refit') return result;
  throw new PlatformError('internal', 'The pool answered a refit with something else.');
}

/**
 * Metrics of a stored model on the holdout rows that a run of this target and seed set aside.
 * @throws PlatformError `corrupt` for a damaged model, `failed_precondition` when these rows are not what it takes
 */
export function scoreModel(
  model: Uint8Array,
  { frame, target, seed }: Pick<CandidateOf, 'frame' | 'target' | 'seed'>,
): Record<string, number> {
  return withPlatformErrors(
    () => scoreDecodedModel(decodeModel(model), decodeFrame(frame), { target, seed }).metrics,
  );
}

/** The edge between the domain's errors and ours. */
function withPlatformErrors<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof TrainingDataError || error instanceof SignatureMismatch) {
      throw new PlatformError('failed_precondition', error.message, { cause: error });
    }
    if (error instanceof ModelFormatError || error instanceof FrameFormatError) {
      throw new PlatformError('corrupt', error.message, { cause: error });
    }
    throw error;
  }
}
