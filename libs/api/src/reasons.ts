import type { PredictionBody, PredictionExplanationBody } from './inference.js';

/** Why a model says of one row what it says: `base` and what the features add make the score. */
export interface Reasons {
  /** What the score speaks of: the class that was predicted, the second of two, or the target. */
  readonly of: string;
  readonly scale: PredictionExplanationBody['scale'];
  readonly base: number;
  readonly score: number;
  /** Those that move the score furthest come first. */
  readonly features: readonly { readonly feature: string; readonly adds: number }[];
}

/** The reasons of one row of an answer; `undefined` where it was not explained. */
export function reasonsOf(
  { predictions, explanation }: Pick<PredictionBody, 'predictions' | 'explanation'>,
  row: number,
): Reasons | undefined {
  const scores = explanation?.contributions[row];
  if (explanation === undefined || scores === undefined) return undefined;
  const predicted = String(predictions[row]);
  const of = Object.hasOwn(scores, predicted) ? predicted : Object.keys(scores)[0];
  if (of === undefined) return undefined;
  const base = explanation.baseValues[of] ?? 0;
  const features = Object.entries(scores[of] ?? {})
    .map(([feature, adds]) => ({ feature, adds }))
    .sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds));
  const score = features.reduce((sum, { adds }) => sum + adds, base);
  return { of, scale: explanation.scale, base, score, features };
}

/** What a score of this scale is called. */
export const scaleNames: Readonly<Record<Reasons['scale'], string>> = {
  value: 'value',
  probability: 'probability',
  'log-odds': 'log odds',
  'class-score': 'score',
};
