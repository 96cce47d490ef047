import type { LeaderboardEntry } from '@millrace/api';

/** So many rows can be overlooked; a search makes hundreds. */
const mostRows = 20;

/** The rows of a leaderboard to show at first: of a long one, those who were trained to the end. */
export function atFirst(leaderboard: readonly LeaderboardEntry[]): readonly LeaderboardEntry[] {
  if (leaderboard.length <= mostRows) return leaderboard;
  return leaderboard.filter(({ status }) => status === 'succeeded');
}
