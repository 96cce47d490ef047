import type { LeaderboardEntry } from '@millrace/api';
import { describe, expect, it } from 'vitest';
import { atFirst } from './leaderboard-rows.js';

const entries = (count: number, status: LeaderboardEntry['status']): LeaderboardEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${status}-${index}`,
    algorithm: 'forest',
    status,
    parameters: {},
    validation: {},
  }));

describe('the rows of a leaderboard', () => {
  it('are all shown of a short one', () => {
    const leaderboard = [...entries(12, 'succeeded'), ...entries(3, 'stopped')];
    expect(atFirst(leaderboard)).toBe(leaderboard);
  });

  it('are those that were trained to the end of a long one', () => {
    const succeeded = entries(12, 'succeeded');
    expect(atFirst([...succeeded, ...entries(90, 'stopped')])).toEqual(succeeded);
  });
});
