import { encodeFrame, type Frame } from '@millrace/frame';
import {
  algorithmsFor,
  decodeModel,
  ensembleAlgorithm,
  ensembleMembers,
  runCandidateTask,
  type BlendResult,
  type CandidateTask,
  type RefitMember,
  type RefitResult,
  type Model,
  type ValidationResult,
} from '@millrace/ml';

const folds = 5;

export interface DefaultRun {
  readonly model: Model;
  readonly winner: string;
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
  const candidates = algorithmsFor('multiclass').map((algorithm) => ({
    name: algorithm,
    result: run<ValidationResult>({ kind: 'validate', ...common, algorithm, folds }),
  }));
  const entries: { name: string; value: number; members: readonly RefitMember[] }[] = [];
  const better = metric === 'logLoss' ? 1 : -1;
  for (const { name, result } of candidates) {
    const value = result.metrics[metric];
    if (result.status !== 'succeeded' || value === undefined) continue;
    const members = [{ algorithm: name, parameters: result.parameters, weight: 1 }];
    entries.push({ name, value, members });
  }
  const blended = candidates.flatMap(({ name, result: { outOfFold } }) =>
    outOfFold && ensembleMembers.has(name) ? [{ name, outOfFold }] : [],
  );
  const blend = run<BlendResult>({
    kind: 'blend',
    ...common,
    algorithm: ensembleAlgorithm,
    folds,
    members: blended,
  });
  entries.push({
    name: ensembleAlgorithm,
    value: blend.metrics[metric] ?? Number.NaN,
    members: candidates.flatMap(({ name, result: { parameters } }) =>
      name in blend.weights
        ? [{ algorithm: name, parameters, weight: blend.weights[name] ?? 0 }]
        : [],
    ),
  });
  const [best] = entries.sort((a, b) => better * (a.value - b.value));
  if (!best) throw new Error('No candidate succeeded.');
  const refit = run<RefitResult>({
    kind: 'refit',
    ...common,
    algorithm: best.name,
    members: best.members,
  });
  return { model: decodeModel(refit.model), winner: best.name };
}
