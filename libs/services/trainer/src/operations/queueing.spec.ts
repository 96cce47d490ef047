import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrainingRunBody } from '@millrace/api';
import type { TrainingRequested } from '@millrace/contracts';
import { baselineAlgorithm } from '../domain/learning.js';
import type { TrainerDatabase } from '../store/tables.js';
import { twoGroups, withTarget } from '../testing/sample-frames.js';
import { openBench, type TrainerBench, type TrainerProcess } from '../testing/trainer-bench.js';

let bench: TrainerBench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

async function listed(
  process: TrainerProcess,
  query: object = {},
): Promise<{ items: TrainingRunBody[]; nextPageToken?: string }> {
  const reply = await process.call('listTrainingRuns', { query: { pageSize: 50, ...query } });
  return (reply as { json: { items: TrainingRunBody[]; nextPageToken?: string } }).json;
}

const requests = () =>
  bench.database
    .schema<TrainerDatabase>('trainer')
    .selectFrom('training_request')
    .selectAll()
    .orderBy('request_id')
    .execute();

const updated = { dataset: 'groups', version: 1, sha256: 'ab', rows: 120, target: 'label' };

describe('A new dataset version', () => {
  it('trains by itself, once, however often it is announced', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    await process.take('dataset.updated', updated);
    await process.take('dataset.updated', updated);
    const { items } = await listed(process);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      status: 'queued',
      trigger: 'dataset',
      version: 1,
      model: 'groups',
    });
  });

  it('goes on with what was asked for when its target was learned last', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    const options = {
      metric: 'logLoss',
      positiveClass: 'low',
      splitBy: { kind: 'time', column: 'x0' },
      leaveOut: ['x1'],
    };
    const ofThatRun = { timeLimitSeconds: 5, search: { trials: 3 }, candidates: ['naive-bayes'] };
    await process.call('startTrainingRun', {
      body: { dataset: 'groups', ...options, ...ofThatRun },
    });
    const db = bench.database.schema<TrainerDatabase>('trainer');
    await db.updateTable('training_run').set({ status: 'succeeded' }).execute();
    await process.take('dataset.updated', updated);
    const { items } = await listed(process);
    expect(items[0]).toMatchObject({ trigger: 'dataset', ...options });
    const kept = await db
      .selectFrom('training_run')
      .select(['options', 'search', 'candidates'])
      .where('trigger', '=', 'dataset')
      .executeTakeFirstOrThrow();
    expect(kept).toEqual({ options, search: null, candidates: null });
  });

  it('does not train without a target, or against the policy', async () => {
    const process = bench.process();
    await process.take('dataset.updated', { ...updated, target: undefined });
    const idle = bench.process({ policy: { newDatasetVersions: 'ignore' } });
    await idle.take('dataset.updated', updated);
    expect((await listed(process)).items).toEqual([]);
  });
});

describe('A request for training', () => {
  const request: TrainingRequested = {
    requestId: 'r1',
    dataset: 'groups',
    version: 1,
    model: 'groups',
    reason: 'Three windows over the line.',
  };

  it('queues a run and keeps what became of it', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    await process.take('training.requested', request);
    const { items } = await listed(process);
    expect(items).toMatchObject([{ trigger: 'drift', version: 1, target: 'label' }]);
    expect(await requests()).toMatchObject([
      { request_id: 'r1', outcome: 'queued', run_id: items[0]?.id, reason: request.reason },
    ]);
  });

  it('is one with others of its id', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    await process.take('training.requested', request);
    await process.take('training.requested', request);
    expect((await listed(process)).items).toHaveLength(1);
    expect(await requests()).toHaveLength(1);
  });

  it('joins a run of the same version that is on its way', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    await process.take('dataset.updated', updated);
    await process.take('training.requested', { ...request, version: undefined });
    const { items } = await listed(process);
    expect(items).toHaveLength(1);
    expect(await requests()).toMatchObject([
      {
        outcome: 'coalesced',
        version: 1,
        run_id: items[0]?.id,
        outcome_reason: expect.stringMatching(/on its way/) as string,
      },
    ]);
  });

  it('asks nothing new of a version that was trained well already', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process({ policy: { candidates: [baselineAlgorithm] } });
    await process.take('dataset.updated', updated);
    process.start();
    await vi.waitFor(
      async () => {
        expect((await listed(process)).items).toMatchObject([{ status: 'succeeded' }]);
      },
      { timeout: 15_000 },
    );
    await process.take('training.requested', request);
    expect((await listed(process)).items).toHaveLength(1);
    expect(await requests()).toMatchObject([
      { outcome: 'coalesced', outcome_reason: expect.stringMatching(/succeeded/) as string },
    ]);
  });

  it('begins anew after a run that was cancelled', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    await process.take('dataset.updated', updated);
    const [first] = (await listed(process)).items;
    await process.call('cancelTrainingRun', { params: { id: first?.id } });
    await process.take('training.requested', request);
    expect((await listed(process)).items).toMatchObject([
      { trigger: 'drift', status: 'queued' },
      { trigger: 'dataset', status: 'cancelled' },
    ]);
  });

  it('is refused with the reason when there is no such dataset, or no target', async () => {
    await bench.addDataset('plain', twoGroups(), { ...withTarget, target: undefined });
    const process = bench.process();
    await process.take('training.requested', request);
    await process.take('training.requested', { ...request, requestId: 'r2', dataset: 'plain' });
    expect((await listed(process)).items).toEqual([]);
    expect(await requests()).toMatchObject([
      { outcome: 'refused', outcome_reason: expect.stringMatching(/groups/) as string },
      { outcome: 'refused', outcome_reason: expect.stringMatching(/column/) as string },
    ]);
  });
});

describe('Starting a training run', () => {
  it('takes the newest version, the dataset as model and a seed of its own', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    await bench.addDataset('groups', twoGroups({ prefix: 'newer' }), withTarget);
    const process = bench.process();
    await process.call('startTrainingRun', { body: { dataset: 'groups' } });
    expect((await listed(process)).items).toMatchObject([
      { version: 2, model: 'groups', trigger: 'manual', seed: 42, metric: 'default' },
    ]);
  });

  it.each([
    ['a dataset that is not there', { dataset: 'absent' }, 'not_found', /absent/],
    ['a version that is not there', { dataset: 'groups', version: 9 }, 'not_found', /groups/],
    [
      'unknown candidates',
      { dataset: 'groups', candidates: ['magic', baselineAlgorithm] },
      'invalid_argument',
      /Unknown: magic\./,
    ],
    [
      'a target that is no column',
      { dataset: 'groups', target: 'nothing' },
      'invalid_argument',
      /"nothing"/,
    ],
    [
      'a column to split by that is none',
      { dataset: 'groups', splitBy: { kind: 'group', column: 'ward' } },
      'invalid_argument',
      /no column "ward"/,
    ],
    [
      'a split by what is to be learned',
      { dataset: 'groups', splitBy: { kind: 'time', column: 'label' } },
      'invalid_argument',
      /"label" is what is to be learned/,
    ],
    [
      'a positive class of several',
      { dataset: 'groups', task: 'multiclass', positiveClass: 'low' },
      'invalid_argument',
      /Only one of two classes/,
    ],
    [
      'a column to leave out that is none',
      { dataset: 'groups', leaveOut: ['x0', 'ward'] },
      'invalid_argument',
      /no column "ward"/,
    ],
    [
      'to leave out what is to be learned',
      { dataset: 'groups', leaveOut: ['label'] },
      'invalid_argument',
      /"label" is what is to be learned/,
    ],
    [
      'a metric of another task',
      { dataset: 'groups', task: 'binary', metric: 'rmse' },
      'invalid_argument',
      /rmse says nothing of the task binary: ask for accuracy/,
    ],
    ['a dataset without a target', { dataset: 'plain' }, 'invalid_argument', /target/],
  ])('refuses %s', async (_, body, code, message) => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    await bench.addDataset('plain', twoGroups(), { ...withTarget, target: undefined });
    const process = bench.process();
    await expect(process.call('startTrainingRun', { body })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
    expect((await listed(process)).items).toEqual([]);
  });
});

describe('The list of training runs', () => {
  it('is newest first, in pages without gaps', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    await bench.addDataset('others', twoGroups(), withTarget);
    const process = bench.process();
    const ids: string[] = [];
    for (const dataset of ['groups', 'others', 'groups', 'groups']) {
      const reply = await process.call('startTrainingRun', { body: { dataset } });
      ids.unshift((reply as { json: { id: string } }).json.id);
    }
    const first = await listed(process, { pageSize: 3 });
    const second = await listed(process, { pageSize: 3, pageToken: first.nextPageToken });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextPageToken).toBeUndefined();
    expect((await listed(process, { dataset: 'others' })).items).toHaveLength(1);
  });

  it('refuses a page token of somebody else', async () => {
    await expect(listed(bench.process(), { pageToken: 'x' })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });
});
