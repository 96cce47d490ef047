import type { ScorerShape } from './scorer.js';
import { readyBoosted, type ReadyBoosted } from './boosted.js';
import { readyForest, type ReadyForest } from './forest.js';
import type {
  BlendState,
  CalibratedState,
  LinearState,
  NaiveBayesState,
  NeighboursState,
  NetworkState,
  PlattState,
  PriorState,
  ScorerState,
  StackedState,
} from './scorer-state.js';

/**
 * A scorer as it is used: its state, with what is walked instead of the trees of a file. Plain data, which threads can
 * share.
 */
export type ReadyScorer =
  | PriorState
  | LinearState
  | ReadyForest
  | ReadyBoosted
  | NaiveBayesState
  | NeighboursState
  | NetworkState
  | ReadyCalibrated
  | ReadyPlatt
  | ReadyBlend
  | ReadyStacked;

interface ReadyCalibrated extends Omit<CalibratedState, 'member'> {
  readonly member: ReadyScorer;
}

interface ReadyPlatt extends Omit<PlattState, 'member'> {
  readonly member: ReadyScorer;
}

interface ReadyBlend extends Omit<BlendState, 'members'> {
  readonly members: readonly ReadyScorer[];
}

interface ReadyStacked extends Omit<StackedState, 'members'> {
  readonly members: readonly ReadyScorer[];
}

/** @throws RangeError when the arrays of trees do not fit together; those of others are checked as they are used */
export function readyScorer(state: ScorerState, shape: ScorerShape): ReadyScorer {
  const ready = (member: ScorerState) => readyScorer(member, shape);
  switch (state.kind) {
    case 'forest':
      return readyForest(state, shape);
    case 'boosted':
      return readyBoosted(state, shape);
    case 'calibrated':
    case 'platt':
      return { ...state, member: ready(state.member) };
    case 'blend':
    case 'stacked':
      return { ...state, members: state.members.map(ready) };
    default:
      return state;
  }
}
