import { higherIsBetter, type LeaderboardEntry } from '@millrace/api';

/** Candidates as a table ranks them: the trained by their validation metric, then the skipped and the failed. */
export function rankCandidates(
  entries: readonly LeaderboardEntry[],
  metric: string,
): readonly LeaderboardEntry[] {
  const sign = higherIsBetter(metric) ? -1 : 1;
  const group = { succeeded: 0, stopped: 1, skipped: 2, failed: 3 } as const;
  const score = (entry: LeaderboardEntry) => {
    const value = entry.validation[metric];
    return value === undefined ? Infinity : sign * value;
  };
  return entries.toSorted(
    (a, b) =>
      group[a.status] - group[b.status] ||
      compareNumbers(score(a), score(b)) ||
      a.name.localeCompare(b.name),
  );
}

// Infinity - Infinity is NaN, so no subtraction here.
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
