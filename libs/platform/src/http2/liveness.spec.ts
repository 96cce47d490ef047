import { beforeEach, describe, expect, it } from 'vitest';
import { Liveness } from './liveness.js';

const limits = { prefaceMs: 10, keepaliveMs: 60, patienceMs: 20 };
let liveness: Liveness;
let start: number;
beforeEach(() => {
  liveness = new Liveness(limits);
  start = performance.now();
});
/** Judges at so many milliseconds; answers are taken unless said otherwise. */
const judge = (after: number, settled = true, progressed = true) => {
  liveness.progressed = progressed;
  return liveness.judge(start + after, settled);
};

describe(Liveness, () => {
  it('gives a connection some time to begin', () => {
    expect(judge(5, false)).toBe('fine');
    liveness.heard = true;
    expect(judge(20, false)).toBe('gone');
  });

  it('asks who has been quiet whether he is there, once, and then gives up', () => {
    expect(judge(1)).toBe('fine');
    expect(judge(62)).toBe('ask');
    expect(judge(70)).toBe('fine');
    expect(judge(83)).toBe('gone');
  });

  it('takes any word for an answer', () => {
    judge(1);
    expect(judge(62)).toBe('ask');
    liveness.heard = true;
    expect(judge(83)).toBe('fine');
    expect(judge(130)).toBe('fine');
    expect(judge(144)).toBe('ask');
  });

  it('calls who speaks and takes nothing of what waits for him stuck', () => {
    judge(1);
    for (const after of [20, 40, 60]) {
      liveness.heard = true;
      expect(judge(after, true, false)).toBe('fine');
    }
    liveness.heard = true;
    expect(judge(62, true, false)).toBe('stuck');
  });
});
