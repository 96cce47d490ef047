import { encodeFrame, type Frame } from '@millrace/frame';
import {
  algorithmsFor,
  decodeModel,
  ensembleAlgorithm,
  ensembleCandidates,
  membersToFit,
  rankCandidates,
  runCandidateTask,
  type BlendResult,
  type CandidateTask,
  type Model,
  type Parameters,
  type RefitResult,
  type ValidationResult,
} from '@millrace/ml';

const folds = 5;

export interface DefaultRun {
  readonly model: Model;
  readonly winner: string;
}

interface Candidate {
  readonly name: string;
  readonly algorithm: string;
  readonly status: ValidationResult['status'];
  readonly parameters: Parameters;
  readonly validation: Readonly<Record<string, number>>;
  readonly outOfFold?: Float32Array;
}

/**
 * What the trainer does with a dataset version where nobody says otherwise: every candidate, an ensemble of them, the best
 * by the metric. A part of the rows is held out from all of it, as always.
 */
export function defaultRun(
  frame: Frame,
  {
    target,
    seed,
    metric,
  }: { readonly target: string; readonly seed: number; readonly metric: 'logLoss' | 'f1' },
): DefaultRun {
  const common = { frame: encodeFrame(frame), target, seed };
  const run = <Result>(task: CandidateTask) => runCandidateTask(task) as Result;
  const candidates = algorithmsFor('multiclass').map((algorithm): Candidate => {
    const { metrics, ...result } = run<ValidationResult>({
      kind: 'validate',
      ...common,
      algorithm,
      folds,
    });
    return { name: algorithm, algorithm, validation: metrics, ...result };
  });
  const members = ensembleCandidates(candidates, 'logLoss').flatMap(({ name, outOfFold }) =>
    outOfFold ? [{ name, outOfFold }] : [],
  );
  if (members.length > 0) {
    const algorithm = ensembleAlgorithm;
    const blend = run<BlendResult>({ kind: 'blend', ...common, algorithm, folds, members });
    candidates.push({
      name: algorithm,
      algorithm,
      status: 'succeeded',
      parameters: blend.weights,
      validation: blend.metrics,
    });
  }
  const [best] = rankCandidates(candidates, metric);
  if (!best) throw new Error('No candidate succeeded.');
  const refit = run<RefitResult>({
    kind: 'refit',
    ...common,
    algorithm: best.algorithm,
    members: membersToFit(best, candidates),
  });
  return { model: decodeModel(refit.model), winner: best.name };
}
