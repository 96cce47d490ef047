import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultDriftPolicy } from './drift-policy.js';
import { decideRetraining, type RetrainingCase } from './retraining.js';

const drifted: RetrainingCase = {
  trigger: 'dataset',
  drifted: true,
  share: 0.6,
  testedColumns: 5,
  comparedVersion: 1,
  championVersion: 1,
  earlierDriftedWindows: 0,
  now: new Date('2026-01-01T12:00:00Z'),
};
const decide = (change: Partial<RetrainingCase>) =>
  decideRetraining({ ...drifted, ...change }, defaultDriftPolicy);

describe(decideRetraining, () => {
  it('asks for training at once when new data drifted', () => {
    expect(decide({})).toMatchObject({ decision: 'requested', driftedWindows: 0 });
  });

  it.each<[string, Partial<RetrainingCase>, RegExp]>([
    ['nothing drifted', { drifted: false, share: 0.1 }, /10 %.*below the line/],
    ['nothing could be tested', { testedColumns: 0 }, /could be tested/],
    ['the champion is another one', { championVersion: 2 }, /Version 2 became champion/],
    ['it asked a while ago', { lastRequestedAt: new Date('2026-01-01T11:30:00Z') }, /cool-down/],
    ['it is the first window', { trigger: 'predictions' }, /window 1 of the 2/],
  ])('does not when %s, and says so', (_, change, reason) => {
    const { decision, reason: said } = decide(change);
    expect([decision, said]).toEqual(['not_requested', expect.stringMatching(reason)]);
  });

  it('never asks without drift, twice in a cool-down, or about another champion', () => {
    const date = fc.date({
      noInvalidDate: true,
      min: new Date('2025-12-31'),
      max: new Date('2026-01-02'),
    });
    fc.assert(
      fc.property(
        fc.record({
          trigger: fc.constantFrom('dataset' as const, 'predictions' as const),
          drifted: fc.boolean(),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
          testedColumns: fc.nat({ max: 3 }),
          comparedVersion: fc.nat({ max: 2 }),
          championVersion: fc.nat({ max: 2 }),
          earlierDriftedWindows: fc.nat({ max: 3 }),
          lastRequestedAt: date,
          now: date,
        }),
        (given) => {
          const { decision, reason, driftedWindows } = decideRetraining(given, defaultDriftPolicy);
          expect(reason).not.toBe('');
          expect(driftedWindows).toBeGreaterThanOrEqual(0);
          if (decision !== 'requested') return;
          expect(given.drifted && given.testedColumns > 0).toBe(true);
          expect(given.comparedVersion).toBe(given.championVersion);
          const quiet = given.now.getTime() - given.lastRequestedAt.getTime();
          expect(quiet).toBeGreaterThanOrEqual(defaultDriftPolicy.cooldownSeconds * 1000);
        },
      ),
    );
  });
});
