import type { FeatureTable } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { BlendState } from '../scorers/scorer-state.js';
import { answerExplainer, type ExplainerOf } from './answer-explainer.js';
import type { Explainer, NoExplainer } from './explainer.js';

/** Sums of what the members' features add, each with the weight of its member. */
export function blendExplainer(
  { members, weights }: BlendState,
  shape: ScorerShape,
  explainerOf: ExplainerOf,
): Explainer | NoExplainer {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts: { readonly explainer: Explainer; readonly share: number }[] = [];
  for (const [index, member] of members.entries()) {
    const share = (weights[index] ?? 0) / total;
    if (share === 0) continue;
    const explainer = answerExplainer(member, shape, explainerOf);
    if (explainer.kind === 'none') return explainer;
    parts.push({ explainer, share });
  }
  const baseValues = new Float64Array(shape.outputs);
  for (const { explainer, share } of parts) addTo(baseValues, explainer.baseValues, share);
  const exact = parts.every(({ explainer }) => explainer.method === 'exact');
  const trained = parts.every(({ explainer }) => explainer.reference === 'training-rows');
  return {
    kind: 'additive',
    scale: shape.outputs === 1 ? 'value' : 'probability',
    method: exact ? 'exact' : 'rescaled',
    calibratedAfterwards: false,
    reference: trained ? 'training-rows' : 'nothing-known',
    baseValues,
    explain(table: FeatureTable) {
      const contributions = new Float64Array(table.rows * shape.outputs * table.columns);
      for (const { explainer, share } of parts)
        addTo(contributions, explainer.explain(table), share);
      return contributions;
    },
  };
}

function addTo(sums: Float64Array, values: Float64Array, factor: number): void {
  for (let index = 0; index < sums.length; index++) {
    sums[index] = (sums[index] ?? 0) + factor * (values[index] ?? 0);
  }
}
