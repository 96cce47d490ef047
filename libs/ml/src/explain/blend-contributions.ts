import type { FeatureTable } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { BlendState } from '../scorers/scorer-state.js';
import { answerExplainer, type ExplainerOf } from './answer-explainer.js';
import { explainedTogether } from './explained-together.js';
import type { Explainer, ExplanationSteps } from './explainer.js';

/** Sums of what the members' features add, each with the weight of its member. */
export function blendExplainer(
  { members, weights }: BlendState,
  shape: ScorerShape,
  explainerOf: ExplainerOf,
): Explainer {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = members.flatMap((member, index) => {
    const share = (weights[index] ?? 0) / total;
    return share === 0 ? [] : [{ explainer: answerExplainer(member, shape, explainerOf), share }];
  });
  const baseValues = new Float64Array(shape.outputs);
  for (const { explainer, share } of parts) addTo(baseValues, explainer.baseValues, share);
  return {
    scale: shape.outputs === 1 ? 'value' : 'probability',
    ...explainedTogether(parts.map(({ explainer }) => explainer)),
    calibratedAfterwards: false,
    baseValues,
    *steps(table: FeatureTable): ExplanationSteps {
      const contributions = new Float64Array(table.rows * shape.outputs * table.columns);
      for (const { explainer, share } of parts) {
        addTo(contributions, yield* explainer.steps(table), share);
      }
      return contributions;
    },
  };
}

function addTo(sums: Float64Array, values: Float64Array, factor: number): void {
  for (let index = 0; index < sums.length; index++) {
    sums[index] = (sums[index] ?? 0) + factor * (values[index] ?? 0);
  }
}
