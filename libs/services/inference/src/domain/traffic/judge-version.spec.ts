import { describe, expect, it } from 'vitest';
import { breachesOf, defaultRollbackLimits } from './judge-version.js';
import { VersionRecorder } from './version-window.js';

const classes = ['no', 'yes'];

/** Requests one after the other: how long they took, and what they answered; NaN for a failure. */
function windowOf(
  requests: number,
  ms: (index: number) => number,
  answer: (index: number) => number,
) {
  const recorder = new VersionRecorder(1000, classes);
  for (let index = 0; index < requests; index++) {
    if (Number.isNaN(ms(index))) recorder.failed();
    else recorder.answered({ ms: ms(index), answer: answer(index) });
  }
  return recorder.window();
}
const usual = (index: number) => 1 + (index % 10) / 10;
const third = (index: number) => (index % 3 === 0 ? 1 : 0);
const before = windowOf(500, usual, third);
const signals = (window: ReturnType<typeof windowOf>, past = before) =>
  breachesOf(window, past, defaultRollbackLimits).map(({ signal }) => signal);

describe('a version', () => {
  it('that does as the one before it did stays', () => {
    expect(signals(windowOf(300, usual, third))).toEqual([]);
  });

  it('is not judged before it has had its requests', () => {
    expect(signals(windowOf(199, () => Number.NaN, third))).toEqual([]);
  });

  it('that fails more often is told of, with the figures', () => {
    const failing = windowOf(200, (index) => (index % 10 === 0 ? Number.NaN : 1), third);
    expect(breachesOf(failing, before, defaultRollbackLimits)).toMatchObject([
      {
        signal: 'failures',
        explanation: expect.stringContaining('10.0 % of 200 requests') as string,
      },
    ]);
  });

  it('that fails as often as the one before it stays: the fault is elsewhere', () => {
    const rough = (index: number) => (index % 10 === 0 ? Number.NaN : 1);
    expect(signals(windowOf(200, rough, third), windowOf(500, rough, third))).toEqual([]);
  });

  it('that takes several times as long is told of', () => {
    expect(signals(windowOf(200, (index) => usual(index) + 20, third))).toEqual(['latency']);
  });

  it('that takes several times as long as next to nothing stays', () => {
    expect(signals(windowOf(200, (index) => usual(index) * 3.2, third))).toEqual([]);
  });

  it('that answers otherwise is told of', () => {
    expect(signals(windowOf(200, usual, (index) => 1 - third(index)))).toEqual(['answers']);
  });

  it('is not held against a predecessor that hardly answered', () => {
    const few = windowOf(10, usual, third);
    expect(
      signals(
        windowOf(
          200,
          (index) => usual(index) + 20,
          () => 1,
        ),
        few,
      ),
    ).toEqual([]);
  });
});

describe('the window of a version', () => {
  it('holds its newest requests only', () => {
    const recorder = new VersionRecorder(3, classes);
    recorder.failed();
    for (const ms of [9, 2, 5]) recorder.answered({ ms, answer: 1 });
    expect(recorder.seen).toBe(4);
    expect(recorder.window()).toMatchObject({
      requests: 3,
      failures: 0,
      durations: Float64Array.of(2, 5, 9),
      answers: { kind: 'categorical', counts: new Map([['yes', 3]]) },
    });
  });

  it('of a regression holds values in their order', () => {
    const recorder = new VersionRecorder(3, []);
    for (const answer of [2.5, -1]) recorder.answered({ ms: 1, answer });
    expect(recorder.window().answers).toMatchObject({
      kind: 'numeric',
      values: Float64Array.of(-1, 2.5),
    });
  });
});
