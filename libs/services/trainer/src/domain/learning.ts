import { decodeFrame, FrameFormatError } from '@millrace/frame';
import {
  algorithms,
  algorithmsFor,
  baselineAlgorithm,
  chooseCandidate,
  decodeModel,
  ensembleAlgorithms,
  ensembleCandidates,
  ensembleMembers,
  lone,
  membersToFit,
  ModelFormatError,
  planTraining as planFrameTraining,
  planTrials,
  positiveClassOf,
  rankCandidates,
  rungsOf,
  memoryOfResult,
  runCandidateTask as runLearningTask,
  runKernel as runLearningKernel,
  scoreBy,
  scoreModel as scoreDecodedModel,
  SignatureMismatch,
  TrainingDataError,
  AsynchronousHalving,
  climbInOrder,
  expectedFits,
  learnerOf,
  metricNames,
  metricOf,
  defaultFitSeconds,
  type Climb,
  type FitSize,
  type WarmStart,
  type BlendMember,
  type BlendResult,
  type BlendTask,
  type CandidateTask,
  type CandidateTaskResult,
  type Crew,
  type KernelInput,
  type KernelName,
  type KernelOutput,
  type Post,
  type Evaluation,
  type ExportResult,
  type ModelSignature,
  type OnnxModel,
  type Parameters,
  type RefitMember,
  type RefitResult,
  type RefitTask,
  type RowsOfRun,
  type SplitBy,
  type TaskType,
  type TrainingPlan,
  type ValidationResult,
  type ValidationTask,
} from '@millrace/ml';
import { PlatformError } from '@millrace/platform';

export {
  algorithmsFor,
  baselineAlgorithm,
  chooseCandidate,
  ensembleAlgorithms,
  ensembleCandidates,
  ensembleMembers,
  membersToFit,
  memoryOfResult,
  planTrials,
  positiveClassOf,
  rankCandidates,
  rungsOf,
  scoreBy,
  AsynchronousHalving,
  climbInOrder,
  expectedFits,
};
export type {
  BlendMember,
  CandidateTask,
  CandidateTaskResult,
  Climb,
  Evaluation,
  ExportResult,
  Parameters,
  RefitMember,
  RefitResult,
  SplitBy,
  TaskType,
  TrainingPlan,
  ValidationResult,
  WarmStart,
};
export type Signature = ModelSignature;
/** What an ONNX file takes and tells. */
export type OnnxPorts = Pick<OnnxModel, 'inputs' | 'outputs'>;

export const knownAlgorithms: readonly string[] = algorithms;

/** The parameters of an algorithm where nobody says otherwise. @throws RangeError when there is none of this name */
export function defaultParameters(algorithm: string): Parameters {
  return learnerOf(algorithm).defaults;
}

/** About how long one fit with an algorithm's own parameters takes, in seconds; 0 when it is over its budget and left out. */
export function expectedFitSeconds(algorithm: string, size: FitSize): number {
  const learner = learnerOf(algorithm);
  const seconds = learner.estimateSeconds(size, learner.defaults);
  return seconds <= defaultFitSeconds ? seconds : 0;
}

/** The score that nothing is above; see `scoreBy`. */
export function perfectScore(metric: string): number {
  return metricOf(metric)?.better === 'lower' ? 0 : 1;
}

/** What the tasks of a run have in common. */
export interface TaskOfRun extends RowsOfRun {
  /** An encoded frame. */
  readonly frame: Uint8Array;
}

const rowsOf = ({
  frame,
  target,
  task,
  positiveClass,
  splitBy,
  leaveOut,
  seed,
}: TaskOfRun): TaskOfRun => ({
  frame,
  target,
  task,
  positiveClass,
  splitBy,
  leaveOut,
  seed,
});

/** @throws PlatformError `failed_precondition` when nothing can be learned from these rows */
export function planTraining(
  frame: Uint8Array,
  run: RowsOfRun & { readonly folds: number },
): TrainingPlan {
  return withPlatformErrors(() => planFrameTraining(decodeFrame(frame), run));
}

export function validationTask(
  run: TaskOfRun,
  candidate: Pick<ValidationTask, 'algorithm' | 'folds' | 'foldNumbers' | 'parameters'>,
): ValidationTask {
  return { kind: 'validate', ...rowsOf(run), ...candidate };
}

export function blendTask(
  run: TaskOfRun,
  ensemble: Pick<BlendTask, 'algorithm' | 'folds' | 'members'>,
): BlendTask {
  return { kind: 'blend', ...rowsOf(run), ...ensemble };
}

export function refitTask(
  run: TaskOfRun,
  winner: Pick<RefitTask, 'algorithm' | 'members' | 'folds'> & { readonly metric: string },
): RefitTask {
  const metric = metricNames.find((name) => name === winner.metric);
  if (metric) return { kind: 'refit', ...rowsOf(run), ...winner, metric };
  throw new PlatformError('internal', `There is no metric ${winner.metric}.`);
}

/**
 * Does one task, as a pool's threads do.
 * @param threads who helps when the task has the machine to itself
 * @throws PlatformError
 */
export function runCandidateTask(task: CandidateTask, threads?: Threads): CandidateTaskResult {
  // Candidates are validated side by side, one thread each; the winner is fitted alone, by all of them.
  const workplace = {
    now: () => performance.now(),
    crew: task.kind === 'refit' && threads ? crewOf(threads) : lone,
  };
  return withPlatformErrors(() => runLearningTask(task, workplace));
}

export function validationOf(result: CandidateTaskResult): ValidationResult {
  if (result.kind === 'validate') return result;
  throw new PlatformError('internal', 'The pool answered a validation with something else.');
}

/** Threads that each do their part of a kernel. */
export interface Threads {
  readonly size: number;
  run(kernel: string, input: unknown): unknown[];
}

/** This thread's part of a kernel: what threads of a crew run. @throws RangeError for one that is not there */
export function runKernel(kernel: string, input: unknown, post: Post): unknown {
  return runLearningKernel(kernel as KernelName, input as KernelInput<KernelName>, post);
}

/** The threads as our learners call upon them. */
export function crewOf({ size, run }: Threads): Crew {
  // What goes in and comes out is cloned, not changed: the types are those of the kernel.
  return {
    size,
    run: <Name extends KernelName>(kernel: Name, input: KernelInput<Name>) =>
      run(kernel, input) as KernelOutput<Name>[],
  };
}

export function blendOf(result: CandidateTaskResult): BlendResult {
  if (result.kind === 'blend') return result;
  throw new PlatformError('internal', 'The pool answered a blend with something else.');
}

export function exportOf(result: CandidateTaskResult): ExportResult {
  if (result.kind === 'export') return result;
  throw new PlatformError('internal', 'The pool answered an export with something else.');
}

export function refitOf(result: CandidateTaskResult): RefitResult {
  if (result.kind === 'refit') return result;
  throw new PlatformError('internal', 'The pool answered a refit with something else.');
}

/**
 * Metrics of a stored model on the holdout rows that a run of this target and seed set aside.
 * @throws PlatformError `corrupt` for a damaged model, `failed_precondition` when these rows are not what it takes
 */
export function scoreModel(model: Uint8Array, run: TaskOfRun): Record<string, number> {
  return withPlatformErrors(() => ({
    ...scoreDecodedModel(decodeModel(model), decodeFrame(run.frame), run).metrics,
  }));
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
