import { decodeFrame } from '@millrace/frame';
import { stackedAlgorithm } from '../learners/algorithm-names.js';
import { answeredAmong, hasAllClasses } from './answered-rows.js';
import type { BlendResult, BlendTask } from './candidate-task.js';
import { combinationOf } from './combine-answers.js';
import { evaluateAnswers } from './evaluate-answers.js';
import { meanMetrics } from './mean-metrics.js';
import { placesAmong } from './out-of-fold.js';
import { trainingData } from './training-data.js';

/**
 * Combines candidates by what they said of rows that they had not learned from. The metrics of the ensemble come from
 * combinations that the fold in question had no part in.
 * @throws RangeError without members
 */
export function blendCandidates(task: BlendTask): BlendResult {
  const data = trainingData(decodeFrame(task.frame), task);
  const { learned, train } = data;
  if (task.algorithm === stackedAlgorithm && !hasAllClasses(data)) {
    const reason = 'There are classes without a training row: no coefficients can be learned.';
    return { kind: 'blend', reason, weights: {}, metrics: {} };
  }
  const placesOf = placesAmong(data);
  const members = task.members.map(({ outOfFold }) => outOfFold);
  const learn = combinationOf(task.algorithm, data, members);
  const folds = data.folds(task.folds);
  const answered = answeredAmong(folds);
  const evaluations = folds.map((fold) => {
    const combination = learn(placesOf(answered(fold.train)));
    const answers = combination.answersAt(placesOf(fold.validation));
    return evaluateAnswers(learned, fold.validation, answers);
  });
  const { weights } = learn(placesOf(answered(train)));
  return {
    kind: 'blend',
    weights: Object.fromEntries(
      task.members.flatMap(({ name }, index) => {
        const weight = weights[index] ?? 0;
        return weight !== 0 ? [[name, weight] as const] : [];
      }),
    ),
    metrics: meanMetrics(evaluations.map(({ metrics }) => metrics)),
  };
}
