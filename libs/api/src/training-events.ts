import { rankLeaderboard } from './rank-leaderboard.js';
import type { TrainingEvent, TrainingRunBody } from './trainer.js';

/**
 * The run after an event. Events may come again, and `trial` and `fold` late: a candidate that is on the leaderboard stays
 * there.
 * @param run what the events so far came to; undefined before the first one
 * @returns undefined while no event has brought the whole run
 */
export function afterTrainingEvent(
  run: TrainingRunBody | undefined,
  event: TrainingEvent,
): TrainingRunBody | undefined {
  if (event.event === 'run') {
    const { event: _name, ...whole } = event;
    return whole;
  }
  if (!run) return undefined;
  const { progress, secondsLeft } = event;
  const others = <Entry extends { readonly name: string }>(entries: readonly Entry[]) =>
    entries.filter(({ name }) => name !== event.candidate.name);
  const standingNow = { ...run, progress, secondsLeft };
  if (event.event === 'candidate') {
    const leaderboard = [...others(run.leaderboard), event.candidate];
    return {
      ...standingNow,
      leaderboard: rankLeaderboard({ ...run, leaderboard }),
      underWay: others(run.underWay),
    };
  }
  if (run.leaderboard.some(({ name }) => name === event.candidate.name)) return standingNow;
  const at = run.underWay.findIndex(({ name }) => name === event.candidate.name);
  return {
    ...standingNow,
    underWay: at < 0 ? [...run.underWay, event.candidate] : run.underWay.with(at, event.candidate),
  };
}
