import { stackedColumns } from '../ensemble/stacked-table.js';
import type { FeatureTable } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/scorer.js';
import { scoresOf } from '../scorers/link.js';
import { logOddsOf } from '../scorers/platt.js';
import type { StackedState } from '../scorers/scorer-state.js';
import { answerExplainer, type ExplainerOf } from './answer-explainer.js';
import type { Explainer, NoExplainer } from './explainer.js';
import { scaleOf } from './score-scale.js';

/**
 * What the members' features add to their answers, carried through the log odds where those are what is combined, times the
 * coefficients of the combiner.
 */
export function stackExplainer(
  { members, combiner }: StackedState,
  shape: ScorerShape,
  explainerOf: ExplainerOf,
): Explainer | NoExplainer {
  const { outputs } = shape;
  const parts: Explainer[] = [];
  for (const member of members) {
    const own = answerExplainer(member, shape, explainerOf);
    if (own.kind === 'none') return own;
    parts.push(own);
  }
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
  const exact = outputs === 1 && parts.every(({ method }) => method === 'exact');
  const trained = parts.every(({ reference }) => reference === 'training-rows');
  return {
    kind: 'additive',
    scale: scaleOf(combiner.link),
    method: exact ? 'exact' : 'rescaled',
    calibratedAfterwards: false,
    reference: trained ? 'training-rows' : 'nothing-known',
    baseValues,
    explain(table: FeatureTable) {
      const { rows, columns } = table;
      const contributions = new Float64Array(rows * scores * columns);
      parts.forEach((part, member) => {
        const own = part.explain(table);
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
      });
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
