import { decodeFrame } from '@millrace/frame';
import { logLossOfMean, selectWeights, squaredErrorOfMean } from '../ensemble/select-weights.js';
import { rowMask } from '../split/row-mask.js';
import type { Fold } from '../split/stratified-folds.js';
import { answersPerRow } from '../target/learned-target.js';
import type { BlendMember, BlendResult, BlendTask } from './candidate-task.js';
import { codesOf, evaluateAnswers, valuesOf } from './evaluate-answers.js';
import { meanMetrics } from './mean-metrics.js';
import { placesAmong } from './out-of-fold.js';
import { trainingData, type TrainingData } from './training-data.js';

/**
 * Weighs candidates by what they said of rows that they had not learned from. The metrics of the ensemble come from
 * weights that the fold in question had no part in.
 * @throws RangeError without members
 */
export function blendCandidates(task: BlendTask): BlendResult {
  const data = trainingData(decodeFrame(task.frame), task);
  const { learned, train } = data;
  const placesOf = placesAmong(data);
  const weigh = weigher(data, task.members);
  const folds = data.folds(task.folds);
  // Time leaves the oldest rows unchecked: nothing is known of what members would have said of them.
  const answered = answeredRows(folds);
  const evaluations = folds.map((fold) => {
    const weights = weigh(placesOf(fold.train.filter((row) => answered[row] === 1)));
    const width = answersPerRow(learned);
    const blended = blend(task.members, weights, placesOf(fold.validation), width);
    if (learned.kind === 'quantities') {
      // What is kept of quantities is how far off each was.
      valuesOf(learned, fold.validation).forEach((value, row) => {
        blended[row] = (blended[row] ?? 0) + value;
      });
    }
    return evaluateAnswers(learned, fold.validation, blended);
  });
  const weights = weigh(placesOf(train.filter((row) => answered[row] === 1)));
  return {
    kind: 'blend',
    weights: Object.fromEntries(
      task.members.flatMap(({ name }, index) => {
        const weight = weights[index] ?? 0;
        return weight > 0 ? [[name, weight] as const] : [];
      }),
    ),
    metrics: meanMetrics(evaluations.map(({ metrics }) => metrics)),
  };
}

function answeredRows(folds: readonly Fold[]): Uint8Array {
  const masks = folds.map(({ validation }) => rowMask(validation));
  const answered = new Uint8Array(Math.max(...masks.map(({ length }) => length)));
  for (const mask of masks) mask.forEach((mark, row) => mark === 1 && (answered[row] = 1));
  return answered;
}

/** Finds the weights that are best on the rows at some places. */
function weigher(
  { learned, train }: TrainingData,
  members: readonly BlendMember[],
): (places: Uint32Array) => Float64Array {
  if (learned.kind === 'quantities') {
    return (places) =>
      selectWeights(
        members.map(({ outOfFold }) => Float64Array.from(places, (place) => outOfFold[place] ?? 0)),
        squaredErrorOfMean,
      );
  }
  const codes = codesOf(learned, train);
  const width = learned.labels.length;
  return (places) =>
    selectWeights(
      members.map(({ outOfFold }) =>
        Float64Array.from(places, (place) => outOfFold[place * width + (codes[place] ?? 0)] ?? 0),
      ),
      logLossOfMean,
    );
}

function blend(
  members: readonly BlendMember[],
  weights: Float64Array,
  places: Uint32Array,
  width: number,
): Float64Array {
  const blended = new Float64Array(places.length * width);
  members.forEach(({ outOfFold }, index) => {
    const weight = weights[index] ?? 0;
    places.forEach((place, row) => {
      for (let answer = 0; answer < width; answer++) {
        const at = row * width + answer;
        blended[at] = (blended[at] ?? 0) + weight * (outOfFold[place * width + answer] ?? 0);
      }
    });
  });
  return blended;
}
