import { blendScorer } from './blend.js';
import { boostedScorer } from './boosted.js';
import { calibratedScorer } from './calibrated.js';
import { forestScorer } from './forest.js';
import { linearScorer } from './linear.js';
import { naiveBayesScorer } from './naive-bayes.js';
import { networkScorer } from './network.js';
import { neighboursScorer } from './neighbours.js';
import { plattScorer } from './platt.js';
import { priorScorer } from './prior.js';
import { readyScorer, type ReadyScorer } from './ready-scorer.js';
import { stackedScorer } from './stacked.js';
import type { ScorerState } from './scorer-state.js';
import type { Scorer, ScorerShape } from './scorer.js';

/**
 * A scorer over arrays that may come from anywhere: every length and index is checked before the first row.
 * @throws RangeError when the arrays do not fit together
 */
export function createScorer(state: ScorerState, shape: ScorerShape): Scorer {
  return scorerOf(readyScorer(state, shape), shape);
}

/** @throws RangeError when the arrays do not fit together; those of trees have been checked */
export function scorerOf(ready: ReadyScorer, shape: ScorerShape): Scorer {
  switch (ready.kind) {
    case 'prior':
      return priorScorer(ready, shape);
    case 'linear':
      return linearScorer(ready, shape);
    case 'ready-forest':
      return forestScorer(ready, shape);
    case 'ready-boosted':
      return boostedScorer(ready, shape);
    case 'naive-bayes':
      return naiveBayesScorer(ready, shape);
    case 'neighbours':
      return neighboursScorer(ready, shape);
    case 'network':
      return networkScorer(ready, shape);
    case 'calibrated':
      return calibratedScorer(ready, shape, scorerOf(ready.member, shape));
    case 'platt':
      return plattScorer(ready, shape, scorerOf(ready.member, shape));
    case 'stacked':
      return stackedScorer(
        ready,
        shape,
        ready.members.map((member) => scorerOf(member, shape)),
      );
    case 'blend':
      return blendScorer(
        ready,
        ready.members.map((member) => scorerOf(member, shape)),
      );
  }
}
