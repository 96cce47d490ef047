import { ensembleAlgorithms, stackedAlgorithm } from '../learners/algorithm-names.js';
import type { LinearState } from '../scorers/scorer-state.js';
import { answeredAmong, hasAllClasses } from './answered-rows.js';
import type { RefitTask } from './candidate-task.js';
import { combinationOf, weighted } from './combine-answers.js';
import { placesAmong } from './out-of-fold.js';
import type { TrainingData } from './training-data.js';
import { tuneDecision, type TunedDecision } from './tune-decision.js';

export interface TunedCandidate {
  /** Of a stack. */
  readonly combiner?: LinearState;
  /** Of classes. */
  readonly decision?: TunedDecision;
}

/**
 * Learns what a candidate needs beside its members, from what these said of training rows that they had not learned from.
 * @throws RangeError for a stack when that is not known
 */
export function tuneCandidate(
  data: TrainingData,
  {
    algorithm,
    members,
    metric,
    folds: wanted,
  }: Pick<RefitTask, 'algorithm' | 'members' | 'metric' | 'folds'>,
): TunedCandidate {
  const said = members.flatMap(({ outOfFold }) => (outOfFold ? [outOfFold] : []));
  if (said.length < members.length) {
    if (algorithm !== stackedAlgorithm) return {};
    throw new RangeError('A stack is learned from what all its members said of the training rows.');
  }
  if (!hasAllClasses(data)) return {};
  const placesOf = placesAmong(data);
  const folds = data.folds(wanted);
  const answered = answeredAmong(folds);
  const learn = ensembleAlgorithms.includes(algorithm)
    ? combinationOf(algorithm, data, said)
    : () => weighted(data, said, Float64Array.of(1));
  const { combiner } = algorithm === stackedAlgorithm ? learn(placesOf(answered(data.train))) : {};
  const decision = tuneDecision(
    data,
    folds,
    ({ train, validation }) => learn(placesOf(answered(train))).answersAt(placesOf(validation)),
    metric,
  );
  return { ...(combiner && { combiner }), ...(decision && { decision }) };
}
