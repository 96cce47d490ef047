import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { blendExplainer } from './blend-contributions.js';
import type { Explainer, NoExplainer } from './explainer.js';
import { boostedExplainer, forestExplainer } from './forest-contributions.js';
import { linearExplainer } from './linear-contributions.js';
import { stackExplainer } from './stack-contributions.js';
import { naiveBayesExplainer } from './naive-bayes-contributions.js';

/**
 * What tells of a scorer's rows which feature adds what to its scores, where that can be told.
 * @throws RangeError when the arrays do not fit together
 */
export function createExplainer(state: ScorerState, shape: ScorerShape): Explainer | NoExplainer {
  createScorer(state, shape);
  return explainerOf(state, shape);
}

function explainerOf(state: ScorerState, shape: ScorerShape): Explainer | NoExplainer {
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
      return {
        kind: 'none',
        reason:
          'Nearest neighbours look at all features at once: what they say is no sum over features.',
      };
    case 'calibrated':
    case 'platt': {
      const explainer = explainerOf(state.member, shape);
      return explainer.kind === 'none' ? explainer : { ...explainer, calibratedAfterwards: true };
    }
    case 'stacked':
      return stackExplainer(state, shape, (member) => explainerOf(member, shape));
    case 'blend':
      return blendExplainer(state, shape, (member) => explainerOf(member, shape));
  }
}

function constantExplainer(prior: Float64Array, { outputs }: ScorerShape): Explainer {
  return {
    kind: 'additive',
    scale: outputs === 1 ? 'value' : 'probability',
    method: 'exact',
    calibratedAfterwards: false,
    reference: 'training-rows',
    baseValues: prior,
    explain: ({ rows, columns }) => new Float64Array(rows * outputs * columns),
  };
}
