import type { FeatureTable } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/create-scorer.js';
import type { BlendState, Link, ScorerState } from '../scorers/scorer-state.js';
import type { Explainer, NoExplainer } from './explainer.js';
import { probabilityExplainer } from './probability-contributions.js';

/** Sums of what the members' features add, each with the weight of its member. */
export function blendExplainer(
  { members, weights }: BlendState,
  shape: ScorerShape,
  explainerOf: (state: ScorerState) => Explainer | NoExplainer,
): Explainer | NoExplainer {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts: { readonly explainer: Explainer; readonly share: number }[] = [];
  for (const [index, member] of members.entries()) {
    const share = (weights[index] ?? 0) / total;
    if (share === 0) continue;
    const own = explainerOf(member);
    if (own.kind === 'none' || own.calibratedAfterwards) {
      const reason = own.kind === 'none' ? own.reason : 'A member of the ensemble is calibrated.';
      return { kind: 'none', reason };
    }
    const link = linkOf(member, shape.outputs);
    const explainer = link ? probabilityExplainer(own, link, shape.outputs) : own;
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

/** The curve between a scorer's raw scores and its probabilities; undefined where its scores are what it answers. */
function linkOf(state: ScorerState, outputs: number): Exclude<Link, 'identity'> | undefined {
  if (state.kind === 'naive-bayes') return outputs === 2 ? 'logistic' : 'softmax';
  if (state.kind !== 'linear' && state.kind !== 'boosted') return undefined;
  return state.link === 'identity' ? undefined : state.link;
}

function addTo(sums: Float64Array, values: Float64Array, factor: number): void {
  for (let index = 0; index < sums.length; index++) {
    sums[index] = (sums[index] ?? 0) + factor * (values[index] ?? 0);
  }
}
