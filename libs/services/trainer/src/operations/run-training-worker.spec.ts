import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunStatus } from '@millrace/contracts';
import { algorithmsFor, baselineAlgorithm, ensembleAlgorithms } from '../domain/learning.js';
import { gatedPool } from '../testing/gated-pool.js';
import { twoGroups, withTarget } from '../testing/sample-frames.js';
import { ended, patient, startRun } from '../testing/follow-run.js';
import { openBench, type TrainerBench } from '../testing/trainer-bench.js';

let bench: TrainerBench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const classifiers = algorithmsFor('binary');
/** Every candidate is validated on three folds, each a task. */
const folds = 3;

describe('A training run whose process is killed', () => {
  it('is taken up by another one after the lease, without repeating what was finished', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const slow = classifiers.find((algorithm) => algorithm !== baselineAlgorithm) ?? '';
    const firstPool = gatedPool((task) => task.algorithm === slow);
    const first = bench.process({ pool: firstPool });
    first.start();
    const id = await startRun(first);
    await vi.waitFor(async () => {
      const { leaderboard } = await first.run(id);
      expect(leaderboard).toHaveLength(classifiers.length - 1);
    }, patient);
    first.kill();

    const secondPool = gatedPool(() => false);
    const second = bench.process({ pool: secondPool });
    second.clock.advance(60_000);
    second.start();
    const run = await ended(second, id);

    expect(run.status).toBe('succeeded');
    expect(
      secondPool.tasks.filter(({ kind }) => kind === 'validate').map(({ algorithm }) => algorithm),
    ).toEqual(Array(folds).fill(slow));
    expect(bench.registry.childrenOf(id)).toHaveLength(
      classifiers.length + ensembleAlgorithms.length,
    );
    expect(bench.registry.versions).toHaveLength(1);
    expect(await bench.eventsOf('training.completed')).toHaveLength(1);
  });

  it('stays with its process while the lease is renewed', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const first = bench.process({ pool: gatedPool(() => true) });
    first.start();
    const id = await startRun(first);
    await vi.waitFor(async () => expect((await first.run(id)).status).toBe('running'), patient);
    const secondPool = gatedPool(() => false);
    const second = bench.process({ pool: secondPool });
    second.start();
    const other = await startRun(second, { candidates: [baselineAlgorithm] });
    await ended(second, other);
    expect((await second.run(id)).status).toBe('running');
  });

  it('is handed on at once by a process that stops in good order', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const pool = gatedPool(() => true);
    const first = bench.process({ pool });
    first.start();
    const id = await startRun(first);
    await vi.waitFor(() => expect(pool.tasks).not.toHaveLength(0), patient);
    await first.stop();
    const second = bench.process();
    second.start();
    expect((await ended(second, id)).status).toBe('succeeded');
  });

  it('fails in the end when every process that takes it breaks off', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const starter = bench.process({ policy: { takeovers: 1 } });
    const id = await startRun(starter);
    for (let round = 0; round < 2; round++) {
      const pool = gatedPool(() => true);
      const victim = bench.process({ pool, policy: { takeovers: 1 } });
      victim.clock.advance(round * 60_000);
      victim.start();
      await vi.waitFor(() => expect(pool.tasks).not.toHaveLength(0), patient);
      victim.kill();
    }
    const last = bench.process({ policy: { takeovers: 1 } });
    last.clock.advance(180_000);
    last.start();
    expect(await ended(last, id)).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/broke off/) as string,
    });
  });
});

describe('A training run while the registry is away', () => {
  it('waits, saying so, and goes on afterwards', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    const id = await startRun(process);
    bench.registry.away = true;
    process.start();
    await vi.waitFor(async () => {
      expect(await process.run(id)).toMatchObject({
        status: 'running',
        reason: expect.stringMatching(/^Waiting/) as string,
      });
    }, patient);
    bench.registry.away = false;
    process.clock.advance(10_000);
    const run = await ended(process, id);
    expect(run.status).toBe('succeeded');
    expect(run.reason).toBeUndefined();
  });
});

describe('Cancelling a training run', () => {
  it('ends its tasks, and its record in the registry', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const pool = gatedPool((task) => task.algorithm !== baselineAlgorithm);
    const process = bench.process({ pool });
    process.start();
    const id = await startRun(process);
    await vi.waitFor(() => expect(pool.tasks).toHaveLength(folds * classifiers.length), patient);
    const reply = await process.call('cancelTrainingRun', { params: { id } });
    expect(reply).toMatchObject({ status: 200, json: { id, status: 'cancelled' } });
    await vi.waitFor(() => {
      expect(pool.aborted).toHaveLength(folds * (classifiers.length - 1));
      expect(bench.registry.runs.get(id)?.status).toBe(RunStatus.RUN_STATUS_KILLED);
    }, patient);
    expect(bench.registry.versions).toEqual([]);
    expect(await bench.eventsOf('training.completed')).toEqual([]);
    expect(await bench.eventsOf('training.failed')).toEqual([]);
  });

  it('works from another process too', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const pool = gatedPool(() => true);
    const worker = bench.process({ pool });
    worker.start();
    const id = await startRun(worker);
    await vi.waitFor(() => expect(pool.tasks).toHaveLength(folds * classifiers.length), patient);
    await bench.process().call('cancelTrainingRun', { params: { id } });
    await vi.waitFor(() => expect(pool.aborted).toHaveLength(folds * classifiers.length), patient);
  });

  it('may be repeated, and is refused for a run that ended otherwise', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    const queued = await startRun(process);
    await process.call('cancelTrainingRun', { params: { id: queued } });
    expect(await process.call('cancelTrainingRun', { params: { id: queued } })).toMatchObject({
      json: { status: 'cancelled' },
    });
    process.start();
    const id = await startRun(process, { candidates: [baselineAlgorithm] });
    await ended(process, id);
    await expect(process.call('cancelTrainingRun', { params: { id } })).rejects.toMatchObject({
      code: 'failed_precondition',
    });
  });
});
