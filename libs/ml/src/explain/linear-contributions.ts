import { weightRows } from '../design/linear-state.js';
import type { Feature, FeatureTable } from '../features/feature-table.js';
import { scoresOf } from '../scorers/link.js';
import type { LinearState } from '../scorers/scorer-state.js';
import type { ScorerShape } from '../scorers/scorer.js';
import { inOneStep, type Explainer } from './explainer.js';
import { scaleOf } from './score-scale.js';

/**
 * What a feature adds to a score less what it adds in the mean of the training rows: weight times (value - mean), summed
 * over the columns that the feature was encoded in. For features independent of each other these are the Shapley values
 * (Štrumbelj and Kononenko, "Explaining prediction models and individual predictions with feature contributions", 2014).
 */
export function linearExplainer(
  { link, intercepts, weights, means }: LinearState,
  { features, outputs }: ScorerShape,
): Explainer {
  const scores = scoresOf(link, outputs);
  const starts = startsOf(features, scores);
  const baseValues = intercepts.slice();
  means.forEach((mean, index) => {
    baseValues[index % scores] = (baseValues[index % scores] ?? 0) + mean;
  });
  return {
    scale: scaleOf(link),
    method: 'exact',
    calibratedAfterwards: false,
    reference: 'training-rows',
    baseValues,
    steps: ({ rows, columns, values }: FeatureTable) =>
      inOneStep(() => {
        const contributions = new Float64Array(rows * scores * columns);
        for (let row = 0; row < rows; row++) {
          features.forEach((feature, index) => {
            const value = values[row * columns + index] ?? Number.NaN;
            const missing = Number.isNaN(value);
            const numeric = feature.kind === 'numeric';
            const step = numeric ? (missing ? 1 : 0) : missing ? feature.categories.length : value;
            const from = (starts[index] ?? 0) + step * scores;
            const factor = numeric && !missing ? value : 1;
            for (let score = 0; score < scores; score++) {
              contributions[(row * scores + score) * columns + index] =
                factor * (weights[from + score] ?? 0) - (means[index * scores + score] ?? 0);
            }
          });
        }
        return contributions;
      }),
  };
}

/** Where the weights of each feature begin. */
function startsOf(features: readonly Feature[], scores: number): number[] {
  let next = 0;
  return features.map((feature) => {
    const start = next;
    next += weightRows(feature) * scores;
    return start;
  });
}
