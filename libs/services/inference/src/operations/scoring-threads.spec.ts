import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlinePool, openThreadPool } from '@millrace/task-pool-threads';
import { modelOf, type FeatureTable } from '@millrace/ml';
import { createMetrics, PlatformError } from '@millrace/platform';
import { memoryLogger } from '@millrace/testing';
import { runThreadTask, type ThreadTask } from '../domain/threads/thread-task.js';
import { readModelFile } from '../domain/read-model-file.js';
import { fittedModel } from '../testing/fitted-models.js';
import { ScoringThreads, type ScoringPool } from './scoring-threads.js';

const image = readModelFile(fittedModel('random-forest', 'binary'));
const { score, decide } = modelOf(image);
const loaded = { image, decide };

function tableOf(rows: number): FeatureTable {
  const values = Float64Array.from({ length: rows * 3 }, (_, at) =>
    at % 3 === 1 ? at % 2 : Math.sin(at) * 5,
  );
  return { rows, columns: 3, values };
}

function threadsOver(pool: ScoringPool | undefined) {
  const metrics = createMetrics();
  const logger = memoryLogger();
  const read = async (name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec((await metrics.expose()).text)?.[1]);
  return { threads: new ScoringThreads(pool, { metrics, logger }), logger, read };
}

/** A pool whose tasks end when they are told to. */
function heldPool(size: number) {
  const held: { task: ThreadTask; end: (failure?: PlatformError) => void }[] = [];
  const pool: ScoringPool = {
    size,
    run: (task) =>
      new Promise((resolve, reject) => {
        held.push({
          task,
          end: (failure) => {
            if (failure) return reject(failure);
            resolve(runThreadTask(task));
          },
        });
      }),
    close: () => Promise.resolve(),
  };
  return { pool, held };
}

/** Of the parts that are being scored. */
function rowsOf(held: readonly { readonly task: ThreadTask }[]): number[] {
  return held.map(({ task }) => (task.kind === 'score' ? task.table.rows : Number.NaN));
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const lost = new PlatformError('internal', 'The thread ended.');

describe('Batches on scoring threads', () => {
  it('are large ones: others are scored where they are', () => {
    const { pool, held } = heldPool(2);
    const { threads } = threadsOver(pool);
    expect(threads.score(loaded, tableOf(1), {})).toBeUndefined();
    expect(threads.score(loaded, tableOf(511), {})).toBeUndefined();
    expect(held).toEqual([]);
    expect(threadsOver(undefined).threads.score(loaded, tableOf(5_000), {})).toBeUndefined();
  });

  it('find every thread started once they are warm', async () => {
    const { pool, held } = heldPool(3);
    const { threads } = threadsOver(pool);
    const warming = threads.warm(loaded, tableOf(1));
    expect(rowsOf(held)).toEqual([1, 1, 1]);
    for (const [at, { end }] of held.entries()) end(at === 0 ? lost : undefined);
    await warming;
    await threadsOver(undefined).threads.warm(loaded, tableOf(1));
  });

  it.each([512, 1_025, 3_333])('are answered as they are here (%i rows)', async (rows) => {
    const { threads } = threadsOver({ ...inlinePool(runThreadTask), size: 3 });
    expect(await threads.score(loaded, tableOf(rows), {})).toEqual(score(tableOf(rows)));
  });

  it('are divided among as many threads as there are, and no further than is worth it', async () => {
    const { pool, held } = heldPool(4);
    const { threads } = threadsOver(pool);
    void threads.score(loaded, tableOf(10_000), {});
    await turn();
    expect(rowsOf(held)).toEqual([2_500, 2_500, 2_500, 2_500]);
    const few = heldPool(4);
    void threadsOver(few.pool).threads.score(loaded, tableOf(700), {});
    await turn();
    expect(rowsOf(few.held)).toEqual([350, 350]);
  });

  it('wait for each other, as a gauge tells', async () => {
    const { pool, held } = heldPool(1);
    const { threads, read } = threadsOver(pool);
    const both = [700, 600].map((rows) => threads.score(loaded, tableOf(rows), {}));
    await turn();
    expect(held).toHaveLength(1);
    expect(await read('millrace_scoring_thread_waiting_rows')).toBe(600);
    held[0]?.end();
    await both[0];
    await turn();
    held[1]?.end();
    expect(await both[1]).toEqual(score(tableOf(600)));
    expect(await read('millrace_scoring_thread_waiting_rows')).toBe(0);
  });

  it('whose thread ends are scored in its place, with a warning and a count', async () => {
    const { pool, held } = heldPool(2);
    const { threads, logger, read } = threadsOver(pool);
    const answer = threads.score(loaded, tableOf(2_000), {});
    await turn();
    held[0]?.end(lost);
    held[1]?.end();
    expect(await answer).toEqual(score(tableOf(2_000)));
    expect(logger.entries.map(({ level }) => level)).toEqual(['warn']);
    expect(await read('millrace_scoring_thread_rows_total{outcome="lost"}')).toBe(1_000);
    expect(await read('millrace_scoring_thread_rows_total{outcome="answered"}')).toBe(1_000);
  });

  it('go ahead of what is spare, which has a thread only where nothing else waits, and for few rows', async () => {
    const { pool, held } = heldPool(1);
    const { threads } = threadsOver(pool);
    const spare = threads.score(loaded, tableOf(1_400), {}, 'spare');
    await turn();
    const asked = threads.score(loaded, tableOf(700), {});
    const later = threads.score(loaded, tableOf(600), {});
    for (let at = 0; at < 5; at++) {
      await turn();
      held[at]?.end();
    }
    expect(rowsOf(held)).toEqual([467, 700, 600, 467, 466]);
    expect(await spare).toEqual(score(tableOf(1_400)));
    expect(await asked).toEqual(score(tableOf(700)));
    expect(await later).toEqual(score(tableOf(600)));
  });

  it('that nobody waits for any more are given up: what waits for a thread gets none', async () => {
    const { pool, held } = heldPool(1);
    const { threads, read } = threadsOver(pool);
    const first = threads.score(loaded, tableOf(600), {});
    const client = new AbortController();
    const second = threads.score(loaded, tableOf(600), { signal: client.signal });
    client.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    held[0]?.end();
    await first;
    await turn();
    expect(held).toHaveLength(1);
    expect(await read('millrace_scoring_thread_waiting_rows')).toBe(0);
  });

  it('are given up past their deadline', async () => {
    const { threads } = threadsOver(heldPool(1).pool);
    const answer = threads.score(loaded, tableOf(600), { deadline: performance.now() + 5 });
    await expect(answer).rejects.toMatchObject({ code: 'deadline_exceeded' });
  });

  it('that a thread cannot score are refused for the reason it gives', async () => {
    const { pool, held } = heldPool(1);
    const answer = threadsOver(pool).threads.score(loaded, tableOf(600), {});
    await turn();
    held[0]?.end(new PlatformError('deadline_exceeded', 'The task ran longer than 120 s.'));
    await expect(answer).rejects.toMatchObject({ code: 'deadline_exceeded' });
  });
});

describe('The memory of a body on a scoring thread', () => {
  const taskOf = (body: Uint8Array) => ({ kind: 'read-named', body, inputs: undefined }) as const;
  const bodyOf = (text: string) => [Buffer.from(text)];
  const good = bodyOf('{"instances":[{"a":1}]}');
  const memory = ({ task }: { readonly task: ThreadTask }) =>
    'body' in task ? task.body.buffer : undefined;

  it("is no other body's before the thread has ended with it, though its asker has gone", async () => {
    const { pool, held } = heldPool(2);
    const { threads } = threadsOver(pool);
    const client = new AbortController();
    const first = threads.read(good, taskOf, { signal: client.signal });
    await turn();
    client.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const second = threads.read(good, taskOf, {});
    await turn();
    held[0]?.end();
    await turn();
    const third = threads.read(good, taskOf, {});
    await turn();
    const [one, other, reused] = held.map(memory);
    expect(other).not.toBe(one);
    expect(reused).toBe(one);
    held.slice(1).forEach(({ end }) => {
      end();
    });
    await Promise.all([second, third]);
  });

  it.each([
    ['is lent again after a body that was refused', '{"instances":', undefined, true],
    ['is not lent again after a thread that was ended', '{"instances":[{"a":1}]}', lost, false],
  ])('%s', async (_, text, failure, again) => {
    const { pool, held } = heldPool(1);
    const { threads } = threadsOver(pool);
    const first = threads.read(bodyOf(text), taskOf, {}).catch(() => undefined);
    await turn();
    held[0]?.end(failure ?? new PlatformError('invalid_argument', 'The body is not valid JSON.'));
    await first;
    const second = threads.read(good, taskOf, {});
    await turn();
    held[1]?.end();
    await second;
    const [one, other] = held.map(memory);
    expect(one === other).toBe(again);
  });
});

describe('Batches on real threads', () => {
  let folder: string;
  let pool: ScoringPool;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-scoring-'));
    const outfile = join(folder, 'scoring.worker.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, '../testing/scoring.worker.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@millrace/source'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    pool = openThreadPool({ worker: pathToFileURL(outfile), size: 2 });
  });
  afterAll(async () => {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are answered as they are here, also when a thread dies of one and another takes its place', async () => {
    const { threads, read } = threadsOver(pool);
    const deadly = tableOf(3_000);
    deadly.values[0] = 666;
    expect(await threads.score(loaded, deadly, {})).toEqual(score(deadly));
    expect(await read('millrace_scoring_thread_rows_total{outcome="lost"}')).toBe(1_500);
    expect(await threads.score(loaded, tableOf(3_000), {})).toEqual(score(tableOf(3_000)));
    expect(await read('millrace_scoring_thread_rows_total{outcome="answered"}')).toBe(4_500);
  });
});
