import type { FeatureTable } from '../features/feature-table.js';
import type { ScorerShape } from '../scorers/scorer.js';
import { scoresOf } from '../scorers/link.js';
import type { BoostedState, ForestState } from '../scorers/scorer-state.js';
import { inOneStep, type Explainer } from './explainer.js';
import { scaleOf } from './score-scale.js';
import { treeContributions, type TreeContributions } from './tree-contributions.js';

/** @throws RangeError when the arrays do not fit together */
export function forestExplainer(state: ForestState, { features, outputs }: ScorerShape): Explainer {
  const trees = treeContributions(state, features, {
    leaves: state.leaves,
    width: outputs,
    scoreOf: () => 0,
    factor: 1 / state.roots.length,
    scores: outputs,
  });
  return explainerOf(trees, outputs === 1 ? 'value' : 'probability', trees.baseValues);
}

/** @throws RangeError when the arrays do not fit together */
export function boostedExplainer(
  state: BoostedState,
  { features, outputs }: ScorerShape,
): Explainer {
  const scores = scoresOf(state.link, outputs);
  const trees = treeContributions(state, features, {
    leaves: state.leaves,
    width: 1,
    scoreOf: (tree) => tree % scores,
    factor: 1,
    scores,
  });
  const baseValues = trees.baseValues.map((value, score) => value + (state.baselines[score] ?? 0));
  return explainerOf(trees, scaleOf(state.link), baseValues);
}

function explainerOf(
  trees: TreeContributions,
  scale: Explainer['scale'],
  baseValues: Float64Array,
): Explainer {
  return {
    scale,
    method: 'exact',
    calibratedAfterwards: false,
    reference: 'training-rows',
    baseValues,
    steps: ({ rows, columns, values }: FeatureTable) =>
      inOneStep(() => {
        const perRow = baseValues.length * columns;
        const contributions = new Float64Array(rows * perRow);
        for (let row = 0; row < rows; row++) {
          trees.add(values, row * columns, contributions, row * perRow);
        }
        return contributions;
      }),
  };
}
