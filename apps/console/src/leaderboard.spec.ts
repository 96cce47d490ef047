import type { LeaderboardEntry } from '@millrace/api';
import { describe, expect, it } from 'vitest';
import { rankCandidates } from './leaderboard.js';

const entry = (
  algorithm: string,
  status: LeaderboardEntry['status'],
  validation: Record<string, number>,
): LeaderboardEntry => ({ name: algorithm, algorithm, status, validation, parameters: {} });

describe('the leaderboard', () => {
  const entries = [
    entry('failed', 'failed', {}),
    entry('low', 'succeeded', { f1: 0.7, logLoss: 0.9 }),
    entry('skipped', 'skipped', {}),
    entry('high', 'succeeded', { f1: 0.9, logLoss: 0.1 }),
    entry('unknown', 'succeeded', {}),
  ];

  it('ranks by the metric, then shows the skipped and the failed', () => {
    const order = rankCandidates(entries, 'f1').map((candidate) => candidate.algorithm);
    expect(order).toEqual(['high', 'low', 'unknown', 'skipped', 'failed']);
  });

  it('ranks a loss the other way round', () => {
    const order = rankCandidates(entries, 'logLoss').map((candidate) => candidate.algorithm);
    expect(order).toEqual(['high', 'low', 'unknown', 'skipped', 'failed']);
  });
});
