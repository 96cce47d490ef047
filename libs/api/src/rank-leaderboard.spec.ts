import { describe, expect, it } from 'vitest';
import { rankLeaderboard } from './rank-leaderboard.js';
import type { LeaderboardEntry } from './trainer.js';

const entry = (
  name: string,
  status: LeaderboardEntry['status'],
  validation: Record<string, number>,
): LeaderboardEntry => ({ name, algorithm: name, status, validation, parameters: {} });

const leaderboard = [
  entry('failed', 'failed', {}),
  entry('unknown', 'succeeded', {}),
  entry('low', 'succeeded', { f1: 0.7, logLoss: 0.9 }),
  entry('skipped', 'skipped', {}),
  entry('stopped', 'stopped', { f1: 0.95, logLoss: 0.01 }),
  entry('high', 'succeeded', { f1: 0.9, logLoss: 0.1 }),
  entry('equal', 'succeeded', { f1: 0.7, logLoss: 0.9 }),
];
const order = (metric: string, best?: string) =>
  rankLeaderboard({ leaderboard, metric, ...(best !== undefined && { best }) }).map(
    ({ name }) => name,
  );

describe(rankLeaderboard, () => {
  it.each(['f1', 'logLoss'])('goes by %s, whichever way is better, the trained first', (metric) => {
    expect(order(metric)).toEqual([
      ...['high', 'low', 'equal', 'unknown'],
      ...['stopped', 'skipped', 'failed'],
    ]);
  });

  it('puts the winner first, whoever has a better figure', () => {
    expect(order('f1', 'low').slice(0, 3)).toEqual(['low', 'high', 'equal']);
  });
});
