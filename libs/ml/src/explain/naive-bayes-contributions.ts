import type { FeatureTable } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/scorer.js';
import { naiveBayesTerms } from '../scorers/naive-bayes.js';
import type { NaiveBayesState } from '../scorers/scorer-state.js';
import { inOneStep, type Explainer } from './explainer.js';

/**
 * Naive Bayes adds up evidence: of each feature the logarithm of how likely its value is in a class (Good, "Weight of
 * evidence", 1985). Of two classes the second is held against the first; of more each against the mean of all, which
 * changes no probability. A feature that is not known adds nothing, so the base values are those of the class shares.
 */
export function naiveBayesExplainer(state: NaiveBayesState, shape: ScorerShape): Explainer {
  const { outputs, features } = shape;
  const addTerm = naiveBayesTerms(state, shape);
  const scores = outputs === 2 ? 1 : outputs;
  const terms = new Float64Array(outputs);
  const compare = (into: Float64Array, at: number, step: number) => {
    if (outputs === 2) {
      into[at] = (terms[1] ?? 0) - (terms[0] ?? 0);
      return;
    }
    const mean = terms.reduce((sum, term) => sum + term, 0) / outputs;
    terms.forEach((term, score) => {
      into[at + score * step] = term - mean;
    });
  };
  const baseValues = new Float64Array(scores);
  terms.set(state.logPriors);
  compare(baseValues, 0, 1);
  return {
    scale: outputs === 2 ? 'log-odds' : 'class-score',
    method: 'exact',
    calibratedAfterwards: false,
    reference: 'nothing-known',
    baseValues,
    steps: ({ rows, columns, values }: FeatureTable) =>
      inOneStep(() => {
        const contributions = new Float64Array(rows * scores * columns);
        for (let row = 0; row < rows; row++) {
          for (let index = 0; index < features.length; index++) {
            terms.fill(0);
            addTerm(index, values[row * columns + index] ?? Number.NaN, terms);
            compare(contributions, row * scores * columns + index, columns);
          }
        }
        return contributions;
      }),
  };
}
