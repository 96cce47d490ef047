import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TaskPool } from '@millrace/ports';
import { inlinePool } from './inline-pool.js';
import { runSpecimen, type SpecimenTask } from './specimen.js';
import { openThreadPool } from './thread-pool.js';

type Output = number | Uint8Array;
type Pool = TaskPool<SpecimenTask, Output>;

let folder: string;
let worker: URL;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-pool-'));
  const outfile = join(folder, 'specimen.worker.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'specimen.worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@millrace/source'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  worker = pathToFileURL(outfile);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const open: Pool[] = [];
const opened = (pool: Pool): Pool => {
  open.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

const never = new AbortController().signal;
const patient = { signal: never, timeoutMs: 30_000 };
const threads = (size: number) => opened(openThreadPool<SpecimenTask, Output>({ worker, size }));

describe.each([
  ['worker threads', () => threads(2)],
  ['this thread', () => opened(inlinePool(runSpecimen))],
])('A task pool over %s', (_, make) => {
  it('answers each task with its own output', async () => {
    const pool = make();
    const inputs = Array.from({ length: 20 }, (_value, value) => value);
    const outputs = await Promise.all(
      inputs.map((value) => pool.run({ kind: 'double', value }, patient)),
    );
    expect(outputs).toEqual(inputs.map((value) => value * 2));
  });

  it('carries bytes, small and large, the same array more than once', async () => {
    const pool = make();
    const bytes = new Uint8Array(200_000).fill(1);
    const sums = [bytes, bytes, bytes.slice(0, 5)].map((each) =>
      pool.run({ kind: 'sum', bytes: each }, patient),
    );
    expect(await Promise.all(sums)).toEqual([200_000, 200_000, 5]);
  });

  it('hands on what a task refuses, with code, message and faults', async () => {
    await expect(make().run({ kind: 'refuse' }, patient)).rejects.toMatchObject({
      name: 'PlatformError',
      code: 'failed_precondition',
      message: 'There is one class only.',
      faults: [{ field: 'diagnosis', message: 'one class' }],
    });
  });

  it('keeps the words of an unforeseen error to itself', async () => {
    await expect(make().run({ kind: 'throw' }, patient)).rejects.toMatchObject({
      code: 'internal',
      message: 'An internal error occurred.',
    });
  });

  it('cancels a running task and goes on with the next', async () => {
    const pool = make();
    const controller = new AbortController();
    const hanging = pool.run({ kind: 'hang' }, { ...patient, signal: controller.signal });
    controller.abort();
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
    expect(await pool.run({ kind: 'double', value: 4 }, patient)).toBe(8);
  });

  it('cancels a task that still waits for its turn', async () => {
    const pool = make();
    const first = new AbortController();
    const second = new AbortController();
    const busy = Array.from({ length: pool.size }, () =>
      pool.run({ kind: 'hang' }, { ...patient, signal: first.signal }),
    );
    const waiting = pool.run({ kind: 'double', value: 1 }, { ...patient, signal: second.signal });
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    first.abort();
    const ends = await Promise.allSettled(busy);
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await pool.run({ kind: 'double', value: 4 }, patient)).toBe(8);
  });

  it('refuses to start what is cancelled already', async () => {
    await expect(
      make().run({ kind: 'double', value: 1 }, { ...patient, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('ends a task that runs too long', async () => {
    const pool = make();
    await expect(
      pool.run({ kind: 'hang' }, { signal: never, timeoutMs: 20 }),
    ).rejects.toMatchObject({ code: 'deadline_exceeded' });
    expect(await pool.run({ kind: 'double', value: 4 }, patient)).toBe(8);
  });

  it('gives up its tasks as "unavailable" when it closes', async () => {
    const pool = make();
    const tasks = Array.from({ length: 3 }, () => pool.run({ kind: 'hang' }, patient));
    const ends = Promise.allSettled(tasks);
    await pool.close();
    for (const end of await ends) {
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    }
    await expect(pool.run({ kind: 'double', value: 1 }, patient)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

describe('A pool of threads', () => {
  it('ends a thread that never yields', async () => {
    const pool = threads(1);
    const controller = new AbortController();
    const spinning = pool.run({ kind: 'spin' }, { ...patient, signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(spinning).rejects.toMatchObject({ code: 'cancelled' });
    expect(await pool.run({ kind: 'double', value: 2 }, patient)).toBe(4);
  });

  it.each(['crash', 'leave'] as const)(
    'survives a task that takes its thread down (%s)',
    async (kind) => {
      const pool = threads(1);
      await expect(pool.run({ kind }, patient)).rejects.toMatchObject({
        code: 'internal',
        retriable: false,
      });
      expect(await pool.run({ kind: 'double', value: 2 }, patient)).toBe(4);
    },
  );

  // The thread has room for the first to be sent, this one has none to read it; the other cannot be sent.
  it.each([8_000, 200_000])(
    'says so when an output is nested too deeply to be handed over (%i), and keeps the thread',
    async (depth) => {
      const pool = threads(1);
      const thread = await pool.run({ kind: 'where' }, patient);
      await expect(pool.run({ kind: 'nest', depth }, patient)).rejects.toMatchObject({
        code: 'internal',
      });
      expect(await pool.run({ kind: 'where' }, patient)).toBe(thread);
    },
  );

  it('keeps its threads from one task to the next, and off the calling thread', async () => {
    const pool = threads(1);
    const first = await pool.run({ kind: 'where' }, patient);
    expect(await pool.run({ kind: 'where' }, patient)).toBe(first);
    expect(first).not.toBe(0);
  });

  it('ends a thread that has had no task for a while, and starts another with the next', async () => {
    const pool = opened(openThreadPool<SpecimenTask, number>({ worker, size: 1, idleMs: 1 }));
    const first = await pool.run({ kind: 'where' }, patient);
    await vi.waitFor(async () => {
      expect(await pool.run({ kind: 'where' }, patient)).not.toBe(first);
    });
  });

  it('hands over the memory of an output that its worker file says is not needed there', async () => {
    const pool = threads(1);
    expect(await pool.run({ kind: 'make', length: 3 }, patient)).toEqual(Uint8Array.of(1, 1, 1));
    // 2 where the thread still had the first.
    expect(await pool.run({ kind: 'make', length: 1 }, patient)).toEqual(Uint8Array.of(1));
  });

  it('frees what a task has left behind outside the heap, where that is much', async () => {
    const pool = threads(1);
    const length = 200_000_000;
    expect(await pool.run({ kind: 'waste', length }, patient)).toBe(length);
    await vi.waitFor(async () => {
      expect(await pool.run({ kind: 'held' }, patient)).toBeLessThan(length / 2);
    }, 10_000);
  });

  it('reports a worker file that is not there', async () => {
    const missing = new URL('missing.mjs', worker);
    const pool = opened(openThreadPool<SpecimenTask, Output>({ worker: missing, size: 1 }));
    await expect(pool.run({ kind: 'where' }, patient)).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses a size below one', () => {
    expect(() => openThreadPool({ worker, size: 0 })).toThrow(/one thread or more/);
  });
});
