import type { ClassTarget, Parameters, TrainingSet } from './learner.js';
import { choice } from './parameters.js';

/** Weights of the rows with those of their classes: with `balanced`, all classes weigh the same together. */
export function rowWeights({ weights, target }: TrainingSet, parameters: Parameters): Float64Array {
  if (target.kind !== 'classes') return weights;
  if (choice(parameters, 'classWeight', ['none', 'balanced']) === 'none') return weights;
  const factors = balancedFactors(target, weights);
  return weights.map((weight, row) => weight * (factors[target.codes[row] ?? 0] ?? 1));
}

function balancedFactors({ codes, classCount }: ClassTarget, weights: Float64Array): Float64Array {
  const totals = new Float64Array(classCount);
  let all = 0;
  codes.forEach((code, row) => {
    totals[code] = (totals[code] ?? 0) + (weights[row] ?? 0);
    all += weights[row] ?? 0;
  });
  return totals.map((total) => all / (classCount * total));
}
