import type { ScorerShape } from './create-scorer.js';
import { applyLink } from './link.js';
import type { NaiveBayesState } from './scorer-state.js';
import type { Scorer } from './scorer.js';

export function naiveBayesScorer(
  { logPriors, tables }: NaiveBayesState,
  { features, outputs }: ScorerShape,
): Scorer {
  const starts: number[] = [];
  let length = 0;
  for (const feature of features) {
    starts.push(length);
    length += outputs * (feature.kind === 'numeric' ? 2 : feature.categories.length);
  }
  if (outputs < 2 || logPriors.length !== outputs || tables.length !== length) {
    throw new RangeError('The tables are not those of the features and classes.');
  }
  const numeric = features.map(({ kind }) => kind === 'numeric');
  return (table) => {
    const answers = new Float64Array(table.rows * outputs);
    const scores = new Float64Array(outputs);
    for (let row = 0; row < table.rows; row++) {
      scores.set(logPriors);
      for (let index = 0; index < starts.length; index++) {
        const value = table.values[row * table.columns + index] ?? 0;
        if (value !== value) continue;
        const start = starts[index] ?? 0;
        for (let output = 0; output < outputs; output++) {
          const term = numeric[index]
            ? logNormal(value, tables[start + output] ?? 0, tables[start + outputs + output] ?? 1)
            : (tables[start + value * outputs + output] ?? 0);
          scores[output] = (scores[output] ?? 0) + term;
        }
      }
      applyLink('softmax', scores, answers, row * outputs);
    }
    return answers;
  };
}

/** Logarithm of the normal density, without its constant. */
function logNormal(value: number, mean: number, variance: number): number {
  return -0.5 * (Math.log(variance) + (value - mean) ** 2 / variance);
}
