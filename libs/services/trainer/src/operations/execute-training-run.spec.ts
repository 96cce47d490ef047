import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RunStatus } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import { algorithmsFor, baselineAlgorithm, ensembleAlgorithms } from '../domain/learning.js';
import { gatedPool } from '../testing/gated-pool.js';
import { oneClass, quantities, twoGroups, withTarget } from '../testing/sample-frames.js';
import { ended, startRun } from '../testing/follow-run.js';
import { openBench, type TrainerBench } from '../testing/trainer-bench.js';

let bench: TrainerBench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const classifiers = algorithmsFor('binary');

describe('A training run', () => {
  it('goes from a dataset version to a registered model, with every candidate in the history', async () => {
    const version = await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const run = await ended(process, await startRun(process, { seed: 7 }));

    expect(run).toMatchObject({
      status: 'succeeded',
      dataset: 'groups',
      version: 1,
      datasetSha256: version.digest?.sha256,
      model: 'groups',
      task: 'binary',
      target: 'label',
      metric: 'f1',
      seed: 7,
      modelVersion: 1,
    });
    const everyCandidate = [...classifiers, ...ensembleAlgorithms].sort();
    expect(run.leaderboard.map(({ name }) => name).sort()).toEqual(everyCandidate);
    expect(run.leaderboard[0]?.algorithm).toBe(run.best);
    expect(run.leaderboard[0]?.holdout?.metrics['f1']).toBeGreaterThan(0.8);
    expect(run.leaderboard.slice(1).every(({ holdout }) => holdout === undefined)).toBe(true);

    const parent = bench.registry.runs.get(run.id);
    expect(parent).toMatchObject({
      experiment: 'groups',
      status: RunStatus.RUN_STATUS_FINISHED,
      parameters: { best: run.best, seed: '7' },
      tags: {
        'millrace.dataset': 'groups',
        'millrace.datasetVersion': '1',
        'millrace.datasetSha256': version.digest?.sha256,
        'millrace.codeCommit': 'c0ffee0',
      },
    });
    const children = bench.registry.childrenOf(run.id);
    expect(children.map(({ name }) => name).sort()).toEqual(everyCandidate);
    for (const child of children) expect(child.status).not.toBe(RunStatus.RUN_STATUS_RUNNING);
    for (const { key, size } of parent?.artifacts ?? []) {
      expect(await bench.objects.head(key)).toMatchObject({ size });
    }
    expect(parent?.artifacts.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['confusion-matrix.json', 'model/MLmodel', 'model/model.millrace']),
    );

    expect(bench.registry.versions).toHaveLength(1);
    expect(bench.registry.versions[0]).toMatchObject({
      model: 'groups',
      runId: run.id,
      algorithm: run.best,
      lineage: { dataset: 'groups', datasetVersion: 1, seed: 7, target: 'label' },
    });
    const [completed, ...more] = await bench.eventsOf('training.completed');
    expect(more).toEqual([]);
    expect(completed).toMatchObject({
      trainingRunId: run.id,
      model: 'groups',
      modelVersion: 1,
      algorithm: run.best,
      metric: 'f1',
    });
    expect(completed?.champion).toBeUndefined();
  });

  it('scores the present champion on the same holdout', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const first = await ended(process, await startRun(process, { seed: 3 }));
    bench.registry.champions.set('groups', 1);
    const second = await ended(process, await startRun(process, { seed: 3 }));

    const events = await bench.eventsOf('training.completed');
    expect(events.map(({ trainingRunId }) => trainingRunId)).toEqual([first.id, second.id]);
    // The same seed splits alike and fits alike: the champion does as well as the model made now.
    expect(events[1]?.champion?.version).toBe(1);
    expect(events[1]?.champion?.holdoutMetrics['f1']).toBeCloseTo(
      events[1]?.holdoutMetrics['f1'] ?? Number.NaN,
    );
  });

  it('learns a quantity where the target is one, and scores the champion of the same kind', async () => {
    await bench.addDataset('groups', quantities(), withTarget);
    const process = bench.process();
    process.start();
    const run = await ended(process, await startRun(process, { seed: 3 }));
    expect(run).toMatchObject({ status: 'succeeded', task: 'regression', metric: 'rmse' });
    const names = [...algorithmsFor('regression'), ...ensembleAlgorithms].sort();
    expect(run.leaderboard.map(({ name }) => name).sort()).toEqual(names);
    const [best] = run.leaderboard;
    expect(best?.holdout).toMatchObject({ kind: 'quantities' });
    expect(best?.holdout?.metrics['r2']).toBeGreaterThan(0.8);
    const [version] = bench.registry.versions;
    expect(JSON.parse(version?.signatureJson ?? '')).toMatchObject({
      task: 'regression',
      classes: [],
    });
    const paths = bench.registry.runs.get(run.id)?.artifacts.map(({ path }) => path);
    expect(paths).not.toContain('confusion-matrix.json');

    bench.registry.champions.set('groups', 1);
    await ended(process, await startRun(process, { seed: 3 }));
    const [, second] = await bench.eventsOf('training.completed');
    expect(second?.champion?.holdoutMetrics['rmse']).toBeCloseTo(
      second?.holdoutMetrics['rmse'] ?? Number.NaN,
    );
  });

  it('does the task it is asked for, and says so where the champion does another', async () => {
    await bench.addDataset('groups', quantities({ digits: 0 }), withTarget);
    const process = bench.process();
    process.start();
    const classes = await ended(process, await startRun(process));
    expect(classes.task).toBe('multiclass');
    bench.registry.champions.set('groups', 1);
    const run = await ended(process, await startRun(process, { task: 'regression' }));
    expect(run).toMatchObject({ status: 'succeeded', task: 'regression', metric: 'rmse' });
    const [, second] = await bench.eventsOf('training.completed');
    expect(second?.champion?.incompatibility).toBe(
      'The model tells classes, and the target "label" is learned as quantities.',
    );
  });

  it('parts the rows by the column it is asked to, for the champion too, and says so', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const splitBy = { kind: 'time', column: 'x1' };
    const asked = { seed: 3, splitBy, candidates: ['naive-bayes'] };
    const run = await ended(process, await startRun(process, asked));
    expect(run).toMatchObject({ status: 'succeeded', splitBy });
    expect(run.warnings).toContainEqual(
      expect.stringMatching(/^Column "x1" is left out: rows are/),
    );
    expect(bench.registry.runs.get(run.id)?.parameters).toMatchObject({ splitBy: 'time: x1' });
    bench.registry.champions.set('groups', 1);
    await ended(process, await startRun(process, asked));
    const [, second] = await bench.eventsOf('training.completed');
    expect(second?.champion?.holdoutMetrics).toEqual(second?.holdoutMetrics);
  });

  it('learns nothing from the columns it is told to leave out, and warns of none of them', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const asked = { leaveOut: ['x1'], candidates: ['naive-bayes'] };
    const run = await ended(process, await startRun(process, asked));
    expect(run).toMatchObject({ status: 'succeeded', leaveOut: ['x1'] });
    expect(run.warnings.filter((warning) => warning.includes('"x1"'))).toEqual([]);
    const signature = JSON.parse(bench.registry.versions[0]?.signatureJson ?? '{}') as {
      inputs: { name: string }[];
    };
    expect(signature.inputs.map(({ name }) => name)).not.toContain('x1');
    expect(bench.registry.runs.get(run.id)?.parameters).toMatchObject({ leaveOut: 'x1' });
  });

  it('fails where the metric asked for says nothing of the task', async () => {
    await bench.addDataset('groups', quantities(), withTarget);
    const process = bench.process();
    process.start();
    const run = await ended(process, await startRun(process, { metric: 'f1' }));
    expect(run.status).toBe('failed');
    expect(run.reason).toMatch(/f1 says nothing of the task regression: ask for rmse, mae/);
  });

  it('skips a candidate that does not do its task', async () => {
    await bench.addDataset('groups', quantities(), withTarget);
    const process = bench.process();
    process.start();
    const candidates = ['naive-bayes', 'linear-regression'];
    const run = await ended(process, await startRun(process, { candidates }));
    const skipped = run.leaderboard.find(({ name }) => name === 'naive-bayes');
    expect(skipped).toMatchObject({
      status: 'skipped',
      reason: 'It learns classes, and the target is a quantity.',
    });
    expect(bench.registry.runs.get(skipped?.runId ?? '')?.status).toBe(
      RunStatus.RUN_STATUS_SKIPPED,
    );
  });

  it('says why a champion cannot be scored', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    await bench.addDataset('others', twoGroups({ prefix: 'other' }), withTarget);
    const process = bench.process();
    process.start();
    await ended(process, await startRun(process));
    bench.registry.champions.set('groups', 1);
    const id = await startRun(process, { dataset: 'others', model: 'groups' });
    await ended(process, id);
    const [, event] = await bench.eventsOf('training.completed');
    expect(event?.champion).toMatchObject({ version: 1, holdoutMetrics: {} });
    expect(event?.champion?.incompatibility).toMatch(/x/);
  });

  it('fails with a reason for people when the target has one class', async () => {
    await bench.addDataset('groups', oneClass(), withTarget);
    const process = bench.process();
    process.start();
    const run = await ended(process, await startRun(process));
    expect(run).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/class/i) as string,
    });
    expect(await bench.eventsOf('training.failed')).toEqual([
      {
        trainingRunId: run.id,
        dataset: 'groups',
        datasetVersion: 1,
        model: 'groups',
        reason: run.reason,
      },
    ]);
    expect(bench.registry.runs.get(run.id)?.status).toBe(RunStatus.RUN_STATUS_FAILED);
  });

  it('fails when the stored rows are not the ones of the digest', async () => {
    const version = await bench.addDataset('groups', twoGroups(), withTarget);
    await bench.objects.put(version.frameKey, twoGroups({ prefix: 'forged' }));
    const process = bench.process();
    process.start();
    const run = await ended(process, await startRun(process));
    expect(run).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/digest/) as string,
    });
  });

  it('shows a candidate over its time budget as skipped, and one that breaks as failed', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const pool = gatedPool(() => false);
    const [, first = '', second = ''] = classifiers;
    const troubled = {
      ...pool,
      run: ((task, options) => {
        if (task.algorithm === first) {
          return Promise.reject(new PlatformError('deadline_exceeded', 'It ran longer than 1 s.'));
        }
        if (task.algorithm === second) {
          return Promise.reject(new PlatformError('internal', 'The thread ended.'));
        }
        return pool.run(task, options);
      }) as typeof pool.run,
    };
    const process = bench.process({ pool: troubled });
    process.start();
    const id = await startRun(process, { candidates: [first, second] });
    const run = await ended(process, id);
    expect(run.best).toBe(baselineAlgorithm);
    expect(run.leaderboard).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          algorithm: first,
          status: 'skipped',
          reason: expect.stringMatching(/time budget/) as string,
        }),
        expect.objectContaining({
          algorithm: second,
          status: 'failed',
          reason: 'The thread ended.',
        }),
      ]) as unknown[],
    );
  });
});

describe('An ensemble', () => {
  it('weighs the candidates, and its model is made of those with a weight', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const candidates = ['logistic-regression', 'random-forest'];
    const run = await ended(process, await startRun(process, { candidates, seed: 5 }));
    const ensemble = run.leaderboard.find(({ name }) => name === 'weighted-ensemble');
    const weights = Object.values(ensemble?.parameters ?? {});
    expect(weights.reduce((sum: number, weight) => sum + Number(weight), 0)).toBeCloseTo(1);
    expect(Object.keys(ensemble?.parameters ?? {})).toSatisfy((names: string[]) =>
      names.every((name) => candidates.includes(name)),
    );
    expect(ensemble?.validation['logLoss']).toBeLessThan(0.7);
    const stacked = run.leaderboard.find(({ name }) => name === 'stacked-ensemble');
    expect(Object.keys(stacked?.parameters ?? {}).sort()).toEqual(candidates);
    expect(stacked?.validation['logLoss']).toBeLessThan(0.7);
  });

  it('is not made of a single candidate', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const run = await ended(process, await startRun(process, { candidates: ['random-forest'] }));
    expect(run.leaderboard.map(({ name }) => name).sort()).toEqual(['baseline', 'random-forest']);
  });
});
