import type { Scorer, ScorerShape } from './scorer.js';
import { applyLink } from './link.js';
import type { NaiveBayesState } from './scorer-state.js';

export function naiveBayesScorer(state: NaiveBayesState, shape: ScorerShape): Scorer {
  const { outputs, features } = shape;
  const addTerm = naiveBayesTerms(state, shape);
  return (table) => {
    const answers = new Float64Array(table.rows * outputs);
    const scores = new Float64Array(outputs);
    for (let row = 0; row < table.rows; row++) {
      scores.set(state.logPriors);
      for (let index = 0; index < features.length; index++) {
        addTerm(index, table.values[row * table.columns + index] ?? 0, scores);
      }
      applyLink('softmax', scores, answers, row * outputs);
    }
    return answers;
  };
}

/**
 * Adds to the score of each class how likely a value of a feature is there, as a logarithm; nothing when it is not known.
 * @throws RangeError when the arrays do not fit together
 */
export function naiveBayesTerms(
  { logPriors, tables }: NaiveBayesState,
  { features, outputs }: ScorerShape,
): (index: number, value: number, scores: Float64Array) => void {
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
  return (index, value, scores) => {
    if (value !== value) return;
    const start = starts[index] ?? 0;
    for (let output = 0; output < outputs; output++) {
      const term = numeric[index]
        ? logNormal(value, tables[start + output] ?? 0, tables[start + outputs + output] ?? 1)
        : (tables[start + value * outputs + output] ?? 0);
      scores[output] = (scores[output] ?? 0) + term;
    }
  };
}

/** Logarithm of the normal density, without its constant. */
function logNormal(value: number, mean: number, variance: number): number {
  return -0.5 * (Math.log(variance) + (value - mean) ** 2 / variance);
}
