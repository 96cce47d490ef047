import { stackedColumns } from '../ensemble/stacked-table.js';
import type { FeatureTable } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/scorer.js';
import { scoresOf } from '../scorers/link.js';
import { logOddsOf } from '../scorers/platt.js';
import type { StackedState } from '../scorers/scorer-state.js';
import { answerExplainer, type ExplainerOf } from './answer-explainer.js';
import { explainedTogether } from './explained-together.js';
import type { Explainer, ExplanationSteps } from './explainer.js';
import { scaleOf } from './score-scale.js';

/**
 * What the members' features add to their answers, carried through the log odds where those are what is combined, times the
 * coefficients of the combiner.
 */
export function stackExplainer(
  { members, combiner }: StackedState,
  shape: ScorerShape,
  explainerOf: ExplainerOf,
): Explainer {
  const { outputs } = shape;
  const parts = members.map((member) => answerExplainer(member, shape, explainerOf));
  const scores = scoresOf(combiner.link, outputs);
  const inputs = stackedColumns(outputs);
  const answerOf = (input: number) => (outputs === 2 ? 1 : input);
  const combined = (answer: number) => (outputs === 1 ? answer : logOddsOf(answer));
  // Two entries a feature of the combiner: that of a missing value is the second.
  const weightOf = (member: number, input: number, score: number) =>
    combiner.weights[(member * inputs + input) * 2 * scores + score] ?? 0;

  const baseValues = combiner.intercepts.slice();
  parts.forEach((part, member) => {
    for (let input = 0; input < inputs; input++) {
      const value = combined(part.baseValues[answerOf(input)] ?? 0);
      for (let score = 0; score < scores; score++) {
        baseValues[score] = (baseValues[score] ?? 0) + weightOf(member, input, score) * value;
      }
    }
  });
  return {
    scale: scaleOf(combiner.link),
    ...explainedTogether(parts, outputs === 1 ? 'exact' : 'rescaled'),
    calibratedAfterwards: false,
    baseValues,
    *steps(table: FeatureTable): ExplanationSteps {
      const { rows, columns } = table;
      const contributions = new Float64Array(rows * scores * columns);
      for (const [member, part] of parts.entries()) {
        const own = yield* part.steps(table);
        for (let row = 0; row < rows; row++) {
          for (let input = 0; input < inputs; input++) {
            const from = (row * outputs + answerOf(input)) * columns;
            const steepness = slopeBetween(
              part.baseValues[answerOf(input)] ?? 0,
              own.subarray(from, from + columns),
              combined,
            );
            for (let score = 0; score < scores; score++) {
              const weight = weightOf(member, input, score) * steepness;
              const to = (row * scores + score) * columns;
              for (let column = 0; column < columns; column++) {
                contributions[to + column] =
                  (contributions[to + column] ?? 0) + weight * (own[from + column] ?? 0);
              }
            }
          }
        }
      }
      return contributions;
    },
  };
}

/** How steep a curve is on the way that contributions lead from a base. */
function slopeBetween(
  base: number,
  contributions: Float64Array,
  curve: (value: number) => number,
): number {
  const change = contributions.reduce((sum, value) => sum + value, 0);
  const apart = Math.abs(change) > 1e-9 ? change : 1e-9;
  return (curve(base + apart) - curve(base)) / apart;
}
