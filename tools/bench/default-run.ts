import { encodeFrame, type Frame } from '@millrace/frame';
import {
  algorithmsFor,
  chooseCandidate,
  decodeModel,
  ensembleAlgorithms,
  ensembleCandidates,
  membersToFit,
  runCandidateTask,
  type BlendResult,
  type CandidateTask,
  type MetricName,
  type Model,
  type Parameters,
  type RefitResult,
  type ValidationResult,
} from '@millrace/ml';

const foldCount = 5;

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
  const folds = new Map<string, number[]>();
  const candidates = algorithmsFor('multiclass').map((algorithm): Candidate => {
    const parts = Array.from({ length: foldCount }, (_, fold) =>
      run<ValidationResult>({
        kind: 'validate',
        ...common,
        algorithm,
        folds: foldCount,
        foldNumbers: [fold],
      }),
    );
    const figures = parts.flatMap(({ metrics }) => metrics[metric] ?? []);
    folds.set(algorithm, figures);
    return { name: algorithm, algorithm, ...together(parts) };
  });
  const members = ensembleCandidates(candidates, 'logLoss').flatMap(({ name, outOfFold }) =>
    outOfFold ? [{ name, outOfFold }] : [],
  );
  for (const algorithm of members.length > 0 ? ensembleAlgorithms : []) {
    const blend = run<BlendResult>({
      kind: 'blend',
      ...common,
      algorithm,
      folds: foldCount,
      members,
    });
    candidates.push({
      name: algorithm,
      algorithm,
      status: 'succeeded',
      parameters: blend.weights,
      validation: blend.metrics,
    });
  }
  const best = chooseCandidate(candidates, {
    metric,
    finer: 'logLoss',
    foldsOf: (name) => folds.get(name) ?? [],
  });
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
    folds: foldCount,
  });
  return { model: decodeModel(refit.model), winner: best.name };
}

/** A candidate of its folds, as the trainer has it. */
function together(
  parts: readonly ValidationResult[],
): Pick<Candidate, 'status' | 'parameters' | 'validation' | 'outOfFold'> {
  const { status, parameters } = parts[0] ?? {};
  if (!status || !parameters) throw new RangeError('There are no folds.');
  const names = Object.keys(parts[0]?.metrics ?? {}) as MetricName[];
  const validation = Object.fromEntries(
    names.map((name) => [
      name,
      parts.reduce((sum, { metrics }) => sum + (metrics[name] ?? 0), 0) / parts.length,
    ]),
  );
  const answers = parts.flatMap((part) => part.outOfFold ?? []);
  const [first] = answers;
  // Each has 0 where others speak.
  const outOfFold = first?.map((_, at) => answers.reduce((sum, said) => sum + (said[at] ?? 0), 0));
  return { status, parameters, validation, ...(outOfFold && { outOfFold }) };
}
