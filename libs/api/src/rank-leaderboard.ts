import { higherIsBetter } from './metric-catalogue.js';
import type { LeaderboardEntry, TrainingRunBody } from './trainer.js';

const groups = { succeeded: 0, stopped: 1, skipped: 2, failed: 3 } as const;

/**
 * The order of a leaderboard: the winner first, for another may have a better figure by no more than chance; then who
 * was trained, from the best by the run's metric on; then who was stopped, skipped and failed. What has no figure comes
 * last in its group. Equal ones keep the order in which they came.
 */
export function rankLeaderboard({
  leaderboard,
  metric,
  best,
}: Pick<TrainingRunBody, 'leaderboard' | 'metric' | 'best'>): LeaderboardEntry[] {
  const group = ({ name, status }: LeaderboardEntry) => (name === best ? -1 : groups[status]);
  const sign = higherIsBetter(metric) ? -1 : 1;
  const place = ({ validation }: LeaderboardEntry) => {
    const value = validation[metric];
    return value === undefined || Number.isNaN(value) ? Infinity : sign * value;
  };
  return leaderboard.toSorted((a, b) => group(a) - group(b) || compareNumbers(place(a), place(b)));
}

// Infinity - Infinity is NaN, so no subtraction here.
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
