import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunStatus } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import { ended, patient, startRun } from '../testing/follow-run.js';
import { gatedPool } from '../testing/gated-pool.js';
import { twoGroups, withTarget } from '../testing/sample-frames.js';
import { openBench, type CandidatePool, type TrainerBench } from '../testing/trainer-bench.js';

let bench: TrainerBench;
const candidates = ['naive-bayes'];

beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  await bench.reset();
  await bench.addDataset('groups', twoGroups(), withTarget);
});
afterAll(() => bench.close());

/** Candidates do well in it, and their model cannot be made. */
function poolWithoutModels(): CandidatePool {
  const pool = gatedPool(() => false);
  return {
    ...pool,
    run: ((task, options) =>
      task.kind === 'refit'
        ? Promise.reject(new PlatformError('internal', 'The thread ended.'))
        : pool.run(task, options)) as CandidatePool['run'],
  };
}

/** A run whose candidate has been validated, in a process that works on its model. */
async function untilRefit() {
  const pool = gatedPool(({ kind }) => kind === 'refit');
  const process = bench.process({ pool });
  process.start();
  const id = await startRun(process, { candidates });
  await vi.waitFor(() => expect(pool.tasks.at(-1)?.kind).toBe('refit'), patient);
  expect(await bench.keysOf(id)).not.toEqual([]);
  return { process, id };
}

/** A run that was cancelled while it waited for the registry, which went away once this file had been stored. */
async function cancelledOnceStored(file: RegExp) {
  const put = bench.objects.put.bind(bench.objects);
  const storing = vi.spyOn(bench.objects, 'put').mockImplementation(async (key, body) => {
    const stored = await put(key, body);
    if (file.test(key)) bench.registry.away = true;
    return stored;
  });
  const process = bench.process();
  process.start();
  const id = await startRun(process, { candidates });
  await vi.waitFor(async () => expect((await process.run(id)).reason).toMatch(/^Waiting/), patient);
  storing.mockRestore();
  await process.call('cancelTrainingRun', { params: { id } });
  bench.registry.away = false;
  return { process, id };
}

describe('What a run leaves in the object store', () => {
  it('is its model and what was found out about it, where it ended well', async () => {
    const process = bench.process();
    process.start();
    const { id, status } = await ended(process, await startRun(process, { candidates }));
    expect(status).toBe('succeeded');
    const keys = await bench.keysOf(id);
    expect(keys).not.toEqual([]);
    expect(keys.filter((key) => key.endsWith('.answers'))).toEqual([]);
  });

  it('is nothing, where it failed', async () => {
    const process = bench.process({ pool: poolWithoutModels() });
    process.start();
    const id = await startRun(process, { candidates });
    expect((await ended(process, id)).status).toBe('failed');
    await vi.waitFor(async () => expect(await bench.keysOf(id)).toEqual([]), patient);
  });

  it('is nothing, where it was cancelled after its process was killed: once the lease of that is over', async () => {
    const { process: first, id } = await untilRefit();
    first.kill();
    const second = bench.process();
    await second.call('cancelTrainingRun', { params: { id } });
    second.start();
    await ended(second, await startRun(second, { candidates }));
    expect(await bench.keysOf(id)).not.toEqual([]);

    second.clock.advance(60_000);
    await vi.waitFor(async () => {
      expect(await bench.keysOf(id)).toEqual([]);
      expect(bench.registry.runs.get(id)?.status).toBe(RunStatus.RUN_STATUS_KILLED);
    }, patient);
  });

  it('is nothing, where its process was killed between the failure and the clearing away', async () => {
    const first = bench.process({ pool: poolWithoutModels() });
    const broken = vi.spyOn(bench.objects, 'delete').mockImplementation(() => {
      first.kill();
      return Promise.reject(new PlatformError('unavailable', 'The store is away.'));
    });
    first.start();
    const id = await startRun(first, { candidates });
    await ended(first, id);
    await vi.waitFor(() => expect(broken).toHaveBeenCalled(), patient);
    expect(await bench.keysOf(id)).not.toEqual([]);
    broken.mockRestore();

    bench.process().start();
    await vi.waitFor(async () => expect(await bench.keysOf(id)).toEqual([]), patient);
  });

  it('is nothing, where it was cancelled while its model waited for the registry', async () => {
    const { process, id } = await cancelledOnceStored(/\/MLmodel$/);
    await vi.waitFor(async () => expect(await bench.keysOf(id)).toEqual([]), patient);
    expect(bench.registry.runs.get(id)?.status).toBe(RunStatus.RUN_STATUS_KILLED);
    expect(bench.registry.versions).toEqual([]);
    expect((await process.run(id)).best).toBeUndefined();
  });

  it('is its model, where it was cancelled after the registry had been told of it', async () => {
    const { id } = await cancelledOnceStored(/\/leaderboard\.json$/);
    await vi.waitFor(async () => {
      const keys = await bench.keysOf(id);
      expect(keys.filter((key) => key.endsWith('.answers'))).toEqual([]);
    }, patient);
    expect(bench.registry.versions[0]?.runId).toBe(id);
    expect(await bench.keysOf(id)).toContainEqual(expect.stringMatching(/\/MLmodel$/));
  });
});
