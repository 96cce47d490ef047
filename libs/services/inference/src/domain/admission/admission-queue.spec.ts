import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdmissionQueue, type Newcomer, type QueueLimits } from './admission-queue.js';

describe('the queue of admission', () => {
  const patient: Newcomer = { clientMs: Number.POSITIVE_INFINITY, begun: false };
  const timers: { ms: number; fire: () => void }[] = [];
  const open = (limits: Partial<QueueLimits> = {}) => {
    timers.length = 0;
    return new AdmissionQueue({ concurrent: 2, queued: 2, waitMs: 1000, ...limits }, (ms, fire) => {
      const timer = { ms, fire };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    });
  };

  it('lets in as many as may work at once, and the next in their order as others leave', async () => {
    const queue = open();
    await queue.enter(patient);
    await queue.enter(patient);
    const order: string[] = [];
    const third = queue.enter(patient).then(() => order.push('third'));
    const fourth = queue.enter(patient).then(() => order.push('fourth'));
    queue.leave();
    queue.leave();
    await Promise.all([third, fourth]);
    expect(order).toEqual(['third', 'fourth']);
    expect(timers).toEqual([]);
  });

  it('refuses at once what finds no place to wait', async () => {
    const queue = open({ concurrent: 1, queued: 0 });
    await queue.enter(patient);
    expect(await queue.enter(patient)).toBe('full');
  });

  it('refuses what has waited too long, or as long as its client does', async () => {
    const queue = open({ concurrent: 1 });
    await queue.enter(patient);
    const calm = queue.enter(patient);
    const hurried = queue.enter({ ...patient, clientMs: 50 });
    expect(timers.map(({ ms }) => ms)).toEqual([1000, 50]);
    timers[1]?.fire();
    expect(await hurried).toBe('late');
    const third = queue.enter(patient);
    timers[1]?.fire();
    expect(await third).toBe('timed out');
    queue.leave();
    expect(await calm).toBe('admitted');
  });

  it('does not let in what its client has given up already', async () => {
    expect(await open().enter({ ...patient, clientMs: 0 })).toBe('late');
  });

  it('has what has begun wait beside a full queue, and for as long as it takes', async () => {
    const queue = open({ concurrent: 1, queued: 0 });
    await queue.enter(patient);
    const begun = queue.enter({ ...patient, begun: true });
    expect(timers).toEqual([]);
    queue.leave();
    expect(await begun).toBe('admitted');
  });

  it('forgets who went away', async () => {
    const queue = open({ concurrent: 1 });
    await queue.enter(patient);
    const gone = new AbortController();
    const waiting = queue.enter({ ...patient, signal: gone.signal });
    gone.abort();
    expect(await waiting).toBe('cancelled');
    expect(queue.waiting).toBe(0);
    expect(await queue.enter({ ...patient, signal: gone.signal })).toBe('cancelled');
  });

  it('never works on more than allowed and loses no place, whatever the order of coming and going', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('enter', 'leave', 'expire')), async (steps) => {
        const queue = open();
        let inside = 0;
        for (const step of steps) {
          if (step === 'enter')
            void queue.enter(patient).then((got) => got === 'admitted' && inside++);
          else if (step === 'expire') timers[0]?.fire();
          else if (inside > 0) {
            inside--;
            queue.leave();
          }
          await Promise.resolve();
          await Promise.resolve();
          expect(queue.working).toBe(inside);
          expect(inside).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
