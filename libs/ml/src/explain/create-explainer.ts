import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { blendExplainer } from './blend-contributions.js';
import { inOneStep, type Explainer } from './explainer.js';
import { boostedExplainer, forestExplainer } from './forest-contributions.js';
import { linearExplainer } from './linear-contributions.js';
import { stackExplainer } from './stack-contributions.js';
import { naiveBayesExplainer } from './naive-bayes-contributions.js';
import { networkExplainer } from './network-contributions.js';
import { neighboursExplainer } from './neighbours-contributions.js';

/**
 * What tells of a scorer's rows which feature adds what to its scores.
 * @throws RangeError when the arrays do not fit together
 */
export function createExplainer(state: ScorerState, shape: ScorerShape): Explainer {
  createScorer(state, shape);
  return explainerOf(state, shape);
}

function explainerOf(state: ScorerState, shape: ScorerShape): Explainer {
  switch (state.kind) {
    case 'prior':
      return constantExplainer(state.prior, shape);
    case 'linear':
      return linearExplainer(state, shape);
    case 'forest':
      return forestExplainer(state, shape);
    case 'boosted':
      return boostedExplainer(state, shape);
    case 'naive-bayes':
      return naiveBayesExplainer(state, shape);
    case 'neighbours':
      return neighboursExplainer(state, shape);
    case 'network':
      return networkExplainer(state, shape);
    case 'calibrated':
    case 'platt':
      return { ...explainerOf(state.member, shape), calibratedAfterwards: true };
    case 'stacked':
      return stackExplainer(state, shape, (member) => explainerOf(member, shape));
    case 'blend':
      return blendExplainer(state, shape, (member) => explainerOf(member, shape));
  }
}

function constantExplainer(prior: Float64Array, { outputs }: ScorerShape): Explainer {
  return {
    scale: outputs === 1 ? 'value' : 'probability',
    method: 'exact',
    calibratedAfterwards: false,
    reference: 'training-rows',
    baseValues: prior,
    steps: ({ rows, columns }) => inOneStep(() => new Float64Array(rows * outputs * columns)),
  };
}
