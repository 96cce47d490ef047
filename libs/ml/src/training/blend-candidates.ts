import { decodeFrame } from '@millrace/frame';
import { selectWeights } from '../ensemble/select-weights.js';
import { evaluateClassification } from '../metrics/evaluate-classification.js';
import type { ClassEvaluation } from '../metrics/evaluation.js';
import type { BlendMember, BlendResult, BlendTask } from './candidate-task.js';
import { meanMetrics } from './mean-metrics.js';
import { codesOf, trainingData } from './training-data.js';
import { foldsOf } from './validate-candidate.js';

/**
 * Weighs candidates by what they said of rows that they had not learned from. The metrics of the ensemble come from
 * weights that the fold in question had no part in.
 * @throws RangeError without members
 */
export function blendCandidates(task: BlendTask): BlendResult {
  const data = trainingData(decodeFrame(task.frame), task.target, task.seed);
  const { classes, train } = data;
  const classCount = classes.labels.length;
  const placeOf = new Map(Array.from(train, (row, place) => [row, place] as const));
  const placesOf = (rows: Uint32Array) => Uint32Array.from(rows, (row) => placeOf.get(row) ?? 0);
  const codes = codesOf(classes, train);
  const sharesAt = (places: Uint32Array) =>
    task.members.map(({ outOfFold }) =>
      Float64Array.from(
        places,
        (place) => outOfFold[place * classCount + (codes[place] ?? 0)] ?? 0,
      ),
    );
  const evaluations: ClassEvaluation[] = foldsOf(data, task).map((fold) => {
    const weights = selectWeights(sharesAt(placesOf(fold.train)));
    const blended = blend(task.members, weights, placesOf(fold.validation), classCount);
    return evaluateClassification(codesOf(classes, fold.validation), blended, classes.labels);
  });
  const weights = selectWeights(sharesAt(placesOf(train)));
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

function blend(
  members: readonly BlendMember[],
  weights: Float64Array,
  places: Uint32Array,
  classCount: number,
): Float64Array {
  const blended = new Float64Array(places.length * classCount);
  members.forEach(({ outOfFold }, index) => {
    const weight = weights[index] ?? 0;
    places.forEach((place, row) => {
      for (let code = 0; code < classCount; code++) {
        const at = row * classCount + code;
        blended[at] = (blended[at] ?? 0) + weight * (outOfFold[place * classCount + code] ?? 0);
      }
    });
  });
  return blended;
}
