import { describe, expect, it } from 'vitest';
import { manualClock } from './manual-clock.js';

describe('manualClock', () => {
  it('wakes those whose time has come, in the order of their times, and nobody else', async () => {
    const clock = manualClock();
    const woken: number[] = [];
    const sleeps = [30, 10, 20].map((ms) => clock.sleep(ms).then(() => woken.push(ms)));
    clock.advance(20);
    await Promise.all([sleeps[1], sleeps[2]]);
    expect(woken).toEqual([10, 20]);
    expect(clock.sleepers).toBe(1);
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00.020Z'));
  });

  it('wakes a sleeper whose signal aborts', async () => {
    const clock = manualClock();
    const abort = new AbortController();
    const sleep = clock.sleep(10, abort.signal);
    abort.abort();
    await sleep;
    expect(clock.sleepers).toBe(0);
  });
});
