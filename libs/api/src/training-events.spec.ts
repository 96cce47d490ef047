import { describe, expect, it } from 'vitest';
import type { CandidateUnderWay, LeaderboardEntry, TrainingRunBody } from './trainer.js';
import { afterTrainingEvent } from './training-events.js';

const run: TrainingRunBody = {
  id: '019a0000-0000-7000-8000-000000000000',
  status: 'running',
  dataset: 'iris',
  version: 1,
  model: 'iris',
  trigger: 'manual',
  metric: 'f1',
  seed: 1,
  progress: 0.1,
  secondsLeft: 9,
  leaderboard: [],
  underWay: [],
  warnings: [],
  createdAt: '2026-01-01T00:00:00.000Z',
};
const forest: CandidateUnderWay = {
  name: 'random-forest',
  algorithm: 'random-forest',
  parameters: { trees: 100 },
  folds: 5,
  foldsDone: 0,
  validation: {},
};
const ended: LeaderboardEntry = {
  name: 'random-forest',
  algorithm: 'random-forest',
  status: 'succeeded',
  parameters: { trees: 100 },
  validation: { f1: 0.9 },
};
const onFold = { ...forest, foldsDone: 1, validation: { f1: 0.8 } };
const fold = {
  event: 'fold',
  candidate: onFold,
  fold: 1,
  metrics: { f1: 0.8 },
  fitSeconds: 1,
} as const;

describe('A run after its events', () => {
  it('is nothing before the whole run has come', () => {
    expect(afterTrainingEvent(undefined, { ...fold, progress: 0.2 })).toBeUndefined();
    expect(afterTrainingEvent(undefined, { event: 'run', ...run })).toEqual(run);
  });

  it('shows a candidate under way, fold by fold, and then on the leaderboard', () => {
    const begun = afterTrainingEvent(run, { event: 'trial', candidate: forest, progress: 0.1 });
    expect(begun?.underWay).toEqual([forest]);
    const later = afterTrainingEvent(begun, { ...fold, progress: 0.2, secondsLeft: 4 });
    expect(later).toMatchObject({ underWay: [onFold], progress: 0.2, secondsLeft: 4 });
    const last = afterTrainingEvent(later, { event: 'candidate', candidate: ended, progress: 0.5 });
    expect(last).toMatchObject({ underWay: [], leaderboard: [ended], progress: 0.5 });
  });

  it('is the same when an event comes again, or late', () => {
    const last = afterTrainingEvent(run, { event: 'candidate', candidate: ended, progress: 0.5 });
    const again = afterTrainingEvent(last, { event: 'candidate', candidate: ended, progress: 0.5 });
    expect(again).toEqual(last);
    expect(afterTrainingEvent(last, { ...fold, progress: 0.5 })).toEqual(last);
  });
});
