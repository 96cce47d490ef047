import { describe, expect, it } from 'vitest';
import type { LeaderboardEntry } from './trainer.js';
import { isWinnerBehind } from './winner.js';

const entry = (name: string, validation: Record<string, number>): LeaderboardEntry => ({
  ...{ name, algorithm: name, status: 'succeeded', parameters: {} },
  validation,
});
const leaderboard = [
  entry('first', { f1: 0.9, logLoss: 0.3 }),
  entry('second', { f1: 0.8, logLoss: 0.2 }),
  { ...entry('stopped', { f1: 0.95, logLoss: 0.1 }), status: 'stopped' as const },
];

describe(isWinnerBehind, () => {
  it.each([
    ['f1', 'first', false],
    ['f1', 'second', true],
    ['logLoss', 'first', true],
    ['logLoss', 'second', false],
  ])('by %s, with %s as winner: %s', (metric, best, behind) => {
    expect(isWinnerBehind({ leaderboard, metric, best })).toBe(behind);
  });

  it('is false of a run that has no winner yet', () => {
    expect(isWinnerBehind({ leaderboard, metric: 'f1' })).toBe(false);
  });
});
