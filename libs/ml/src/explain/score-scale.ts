import type { Link } from '../scorers/scorer-state.js';
import type { ScoreScale } from './explainer.js';

const scales: Readonly<Record<Link, ScoreScale>> = {
  identity: 'value',
  logistic: 'log-odds',
  softmax: 'class-score',
  'one-vs-rest': 'class-score',
};

/** What the scores are that a link takes. */
export function scaleOf(link: Link): ScoreScale {
  return scales[link];
}
