import { describe, expect, it } from 'vitest';
import { WorkLedger } from './work-ledger.js';

const start = new Date('2026-01-01T00:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const work = {
  candidates: [
    { algorithm: 'quick', fitSeconds: 1 },
    { algorithm: 'slow', fitSeconds: 10 },
  ],
  folds: 5,
  trialFits: 0,
  searchSeconds: Infinity,
  taskSeconds: 0,
  endSeconds: 0,
  threads: 2,
  startedAt: start,
  progress: 0,
};
const leftOf = (ledger: WorkLedger, now = start) =>
  (ledger.standing(now).expectedEnd.getTime() - now.getTime()) / 1000;

describe('What a run has left', () => {
  it('is guessed before anything is known: every fold, and the last fit', () => {
    expect(leftOf(new WorkLedger(work))).toBe((55 + 11) / 2);
  });

  it('shrinks with every fold, and goes by what fits took', () => {
    const ledger = new WorkLedger(work);
    for (let fold = 0; fold < 5; fold++) {
      ledger.foldEnded({ algorithm: 'slow', trial: false, seconds: 20 });
    }
    // The quick one is taken to be as much slower than guessed as the slow one was.
    expect(leftOf(ledger)).toBe((5 * 2 + 22) / 2);
    ledger.candidateEnded('quick');
    expect(leftOf(ledger)).toBe(11);
  });

  it('holds the trials of a search, as long as its time allows', () => {
    const ledger = new WorkLedger({ ...work, candidates: [], trialFits: 10 });
    ledger.foldEnded({ algorithm: 'slow', trial: true, seconds: 4 });
    expect(leftOf(ledger)).toBe(18);
    ledger.searchEnds(after(3));
    expect(leftOf(ledger)).toBe(3);
    expect(leftOf(ledger, after(5))).toBe(0);
    ledger.searchEnded();
    expect(leftOf(ledger)).toBe(0);
  });

  it('counts what each fit costs beside itself, and what comes after the last one', () => {
    const ledger = new WorkLedger({ ...work, trialFits: 4, taskSeconds: 1, endSeconds: 3 });
    // Ten folds and the last fit of both, four trials of a mean fit, each a second longer.
    expect(leftOf(ledger)).toBe((65 + 13) / 2 + (4 * 6.5) / 2 + 3);
    for (let fold = 0; fold < 4; fold++) {
      ledger.foldEnded({ algorithm: 'quick', trial: true, seconds: 1 });
    }
    ledger.candidateEnded('slow');
    ledger.candidateEnded('quick');
    expect(leftOf(ledger)).toBe(13 / 2 + 3);
  });

  it('is the whole time of a search that only time ends', () => {
    const ledger = new WorkLedger({
      ...work,
      candidates: [],
      trialFits: Infinity,
      searchSeconds: 40,
    });
    expect(leftOf(ledger)).toBe(40);
    ledger.searchEnds(after(30));
    ledger.foldEnded({ algorithm: 'slow', trial: true, seconds: 4 });
    expect(leftOf(ledger, after(10))).toBe(20);
  });
});

describe('Progress', () => {
  it('is the share of the time, never falls, and is not 1 before the end', () => {
    const ledger = new WorkLedger(work);
    expect(ledger.standing(start).progress).toBe(0);
    expect(ledger.standing(after(33)).progress).toBe(0.5);
    ledger.foldEnded({ algorithm: 'slow', trial: false, seconds: 1000 });
    expect(ledger.standing(after(34)).progress).toBe(0.5);
    ledger.candidateEnded('slow');
    ledger.candidateEnded('quick');
    const none = new WorkLedger({ ...work, candidates: [] });
    expect(none.standing(after(5)).progress).toBeLessThan(1);
  });

  it('goes on from where a former holder of the run left it', () => {
    expect(new WorkLedger({ ...work, progress: 0.4 }).standing(start).progress).toBe(0.4);
  });
});
