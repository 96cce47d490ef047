import { encodeFrame, type Frame } from '@millrace/frame';
import {
  algorithmsFor,
  decodeModel,
  ensembleAlgorithms,
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
  for (const algorithm of members.length > 0 ? ensembleAlgorithms : []) {
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
    members: membersToFit(best, candidates).map(({ name, ...member }) => {
      const outOfFold = candidates.find((each) => each.name === name)?.outOfFold;
      return { ...member, ...(outOfFold && { outOfFold }) };
    }),
    metric,
    folds,
  });
  return { model: decodeModel(refit.model), winner: best.name };
}
