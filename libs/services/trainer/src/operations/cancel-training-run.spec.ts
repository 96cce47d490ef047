import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openThreadPool } from '@millrace/task-pool-threads';
import { RunStatus } from '@millrace/contracts';
import type { CandidateTask, CandidateTaskResult } from '../domain/learning.js';
import { gatedPool } from '../testing/gated-pool.js';
import { ended, patient, startRun } from '../testing/follow-run.js';
import { twoGroups, withTarget } from '../testing/sample-frames.js';
import { openBench, type TrainerBench } from '../testing/trainer-bench.js';

let bench: TrainerBench;
let folder: string;
let worker: URL;

beforeAll(async () => {
  bench = await openBench();
  folder = await mkdtemp(join(tmpdir(), 'millrace-endless-'));
  const outfile = join(folder, 'endless.worker.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../testing/endless.worker.ts')],
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
beforeEach(async () => {
  await bench.reset();
  await bench.addDataset('groups', twoGroups(), withTarget);
});
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

describe('Cancelling a run in the middle of a fit that never pauses', () => {
  it('ends its threads, leaves nothing of it in the store, and the pool goes on with another run', async () => {
    const pool = openThreadPool<CandidateTask, CandidateTaskResult>({ worker, size: 2 });
    const process = bench.process({ pool });
    process.start();
    const candidates = ['naive-bayes', 'random-forest'];
    const id = await startRun(process, { candidates });
    // The folds of all others are done: both threads are busy with what does not end.
    await vi.waitFor(async () => {
      const { leaderboard, underWay } = await process.run(id);
      expect(leaderboard.map(({ name }) => name).sort()).toEqual(['baseline', 'naive-bayes']);
      expect(underWay.map(({ name }) => name)).toEqual(['random-forest']);
    }, patient);
    expect(await bench.keysOf(id)).not.toEqual([]);

    await process.call('cancelTrainingRun', { params: { id } });
    const other = await ended(process, await startRun(process, { candidates: ['naive-bayes'] }));
    expect(other.status).toBe('succeeded');
    expect((await process.run(id)).status).toBe('cancelled');
    await vi.waitFor(async () => {
      expect(bench.registry.runs.get(id)?.status).toBe(RunStatus.RUN_STATUS_KILLED);
      expect(await bench.keysOf(id)).toEqual([]);
    }, patient);
  });
});

describe('Cancelling a run while its winner is fitted', () => {
  it('ends the fit, registers no model, says of none, and leaves nothing in the store', async () => {
    const pool = gatedPool(({ kind }) => kind === 'refit');
    const process = bench.process({ pool });
    process.start();
    const id = await startRun(process, { candidates: ['naive-bayes'] });
    await vi.waitFor(() => {
      expect(pool.tasks.at(-1)?.kind).toBe('refit');
    }, patient);

    await process.call('cancelTrainingRun', { params: { id } });
    await vi.waitFor(async () => {
      expect(pool.aborted.map(({ kind }) => kind)).toEqual(['refit']);
      expect(bench.registry.runs.get(id)?.status).toBe(RunStatus.RUN_STATUS_KILLED);
      expect(await bench.keysOf(id)).toEqual([]);
    }, patient);
    const { status, best } = await process.run(id);
    expect({ status, best: best ?? null }).toEqual({ status: 'cancelled', best: null });
    expect(bench.registry.versions).toEqual([]);
    expect(await bench.eventsOf('training.completed')).toEqual([]);
  });
});
