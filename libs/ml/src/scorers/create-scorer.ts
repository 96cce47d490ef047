import type { Feature } from '../features/feature-table.js';
import { blendScorer } from './blend.js';
import { boostedScorer } from './boosted.js';
import { calibratedScorer } from './calibrated.js';
import { forestScorer } from './forest.js';
import { linearScorer } from './linear.js';
import { naiveBayesScorer } from './naive-bayes.js';
import { neighboursScorer } from './neighbours.js';
import { plattScorer } from './platt.js';
import { priorScorer } from './prior.js';
import { stackedScorer } from './stacked.js';
import type { ScorerState } from './scorer-state.js';
import type { Scorer } from './scorer.js';

/** What a scorer's answers are about. */
export interface ScorerShape {
  readonly features: readonly Feature[];
  /** Classes, or 1 for a regression. */
  readonly outputs: number;
}

/**
 * A scorer over arrays that may come from anywhere: every length and index is checked before the first row.
 * @throws RangeError when the arrays do not fit together
 */
export function createScorer(state: ScorerState, shape: ScorerShape): Scorer {
  switch (state.kind) {
    case 'prior':
      return priorScorer(state, shape);
    case 'linear':
      return linearScorer(state, shape);
    case 'forest':
      return forestScorer(state, shape);
    case 'boosted':
      return boostedScorer(state, shape);
    case 'naive-bayes':
      return naiveBayesScorer(state, shape);
    case 'neighbours':
      return neighboursScorer(state, shape);
    case 'calibrated':
      return calibratedScorer(state, shape, createScorer(state.member, shape));
    case 'platt':
      return plattScorer(state, shape, createScorer(state.member, shape));
    case 'stacked':
      return stackedScorer(
        state,
        shape,
        state.members.map((member) => createScorer(member, shape)),
      );
    case 'blend':
      return blendScorer(
        state,
        state.members.map((member) => createScorer(member, shape)),
      );
  }
}
