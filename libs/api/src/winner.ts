import { higherIsBetter } from './metric-catalogue.js';
import type { TrainingRunBody } from './trainer.js';

/**
 * Whether another candidate of the run has a better figure than its winner. Then the difference lies within the standard
 * error of the folds: the winner is as good as any.
 */
export function isWinnerBehind({
  leaderboard,
  metric,
  best,
}: Pick<TrainingRunBody, 'leaderboard' | 'metric' | 'best'>): boolean {
  const figures = leaderboard.flatMap(({ name, status, validation }) => {
    const value = status === 'succeeded' ? validation[metric] : undefined;
    return value === undefined ? [] : [{ name, value: higherIsBetter(metric) ? value : -value }];
  });
  const own = figures.find(({ name }) => name === best);
  return own !== undefined && figures.some(({ value }) => value > own.value);
}
