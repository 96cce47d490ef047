import type { BlendState } from './scorer-state.js';
import type { Scorer } from './scorer.js';

export function blendScorer(
  { weights }: Pick<BlendState, 'weights'>,
  members: readonly Scorer[],
): Scorer {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (
    members.length === 0 ||
    weights.length !== members.length ||
    weights.some((weight) => !(weight >= 0)) ||
    !(total > 0) ||
    !Number.isFinite(total)
  ) {
    throw new RangeError('There is not one weight for each member.');
  }
  return (table) => {
    const answers = members.map((score) => score(table));
    const blended = new Float64Array(answers[0]?.length ?? 0);
    answers.forEach((own, index) => {
      const share = (weights[index] ?? 0) / total;
      for (let at = 0; at < blended.length; at++) {
        blended[at] = (blended[at] ?? 0) + share * (own[at] ?? 0);
      }
    });
    return blended;
  };
}
