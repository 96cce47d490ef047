/**
 * Whether a candidate may still come up to the best one, of which it is granted much: on every fold to come it does better
 * than the best did there, by as much as the best's own folds lie apart, though never better than perfect. A candidate
 * that would be behind even then is hopeless.
 * @param best scores of the best candidate, fold by fold; the higher the better
 * @param scores of the candidate on the first of these folds
 * @param perfect the score that nothing is above
 */
export function canReach(
  best: readonly number[],
  scores: readonly number[],
  perfect: number,
): boolean {
  const apart = Math.max(...best) - Math.min(...best);
  const granted = best.slice(scores.length).map((score) => Math.min(perfect, score + apart));
  return sum([...scores, ...granted]) >= sum(best);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
