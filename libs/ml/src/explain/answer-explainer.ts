import type { ScorerShape } from '../scorers/scorer.js';
import type { Link, ScorerState } from '../scorers/scorer-state.js';
import { calibratedExplainer } from './calibrated-contributions.js';
import type { Explainer } from './explainer.js';
import { probabilityExplainer } from './probability-contributions.js';

/** How the scorers that others are made of are explained. */
export type ExplainerOf = (state: ScorerState) => Explainer;

/** An explainer whose scores are what the scorer answers: probabilities of all classes, or the value. */
export function answerExplainer(
  state: ScorerState,
  shape: ScorerShape,
  explainerOf: ExplainerOf,
): Explainer {
  if (state.kind === 'calibrated' || state.kind === 'platt') {
    return calibratedExplainer(state, shape, answerExplainer(state.member, shape, explainerOf));
  }
  const own = explainerOf(state);
  if (own.scale === 'probability' || own.scale === 'value') return own;
  return probabilityExplainer(own, linkOf(state, shape.outputs), shape.outputs);
}

/** The curve between a scorer's raw scores and its probabilities. */
function linkOf(state: ScorerState, outputs: number): Exclude<Link, 'identity'> {
  if ('link' in state && state.link !== 'identity') return state.link;
  if (state.kind === 'stacked' && state.combiner.link !== 'identity') return state.combiner.link;
  return outputs === 2 ? 'logistic' : 'softmax';
}
