import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionQueue } from './connection-queue.js';

describe('ConnectionQueue', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('serves in the order of asking', async () => {
    const queue = new ConnectionQueue(1000);
    await queue.acquire();
    const served: number[] = [];
    const waiting = [1, 2, 3].map((each) => queue.acquire().then(() => served.push(each)));
    for (const wait of waiting) {
      queue.release();
      await wait;
    }
    expect(served).toEqual([1, 2, 3]);
  });

  it('explains to one who waits too long, and forgets it', async () => {
    const queue = new ConnectionQueue(1000);
    await queue.acquire();
    const late = expect(queue.acquire()).rejects.toMatchObject({
      code: 'deadline_exceeded',
      message: expect.stringContaining('inside a transaction use only the transaction') as string,
    });
    await vi.advanceTimersByTimeAsync(1000);
    await late;
    queue.release();
    await expect(queue.acquire()).resolves.toBeUndefined();
  });
});
