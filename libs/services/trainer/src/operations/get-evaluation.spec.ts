import { trainingApi, type EvaluationBody } from '@millrace/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { gatedPool } from '../testing/gated-pool.js';
import { quantities, twoGroups, withTarget } from '../testing/sample-frames.js';
import { openBench, type TrainerBench, type TrainerProcess } from '../testing/trainer-bench.js';

let bench: TrainerBench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

async function trained(process: TrainerProcess): Promise<string> {
  const candidates = ['linear-regression', 'naive-bayes'];
  const reply = await process.call('startTrainingRun', { body: { dataset: 'groups', candidates } });
  const { id } = (reply as { json: { id: string } }).json;
  await vi.waitFor(async () => expect((await process.run(id)).status).toBe('succeeded'), {
    timeout: 15_000,
    interval: 10,
  });
  return id;
}

async function evaluationOf(process: TrainerProcess, id: string): Promise<EvaluationBody> {
  const reply = await process.call('getTrainingRunEvaluation', { params: { id } });
  return trainingApi.evaluationSchema.parse((reply as { json: unknown }).json);
}

describe('the evaluation of a run', () => {
  it('is that of the leaderboard, with intervals, curves and a learning curve', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const id = await trained(process);
    const evaluation = await evaluationOf(process, id);
    const { leaderboard } = await process.run(id);
    expect(evaluation).toMatchObject(leaderboard[0]?.holdout ?? {});
    expect(evaluation.intervals?.metrics['accuracy']?.high).toBeLessThanOrEqual(1);
    if (evaluation.kind !== 'classes') throw new TypeError('These are classes.');
    expect(evaluation.curves?.length).toBe(1);
    expect(evaluation.learningCurve?.length).toBeGreaterThan(1);
    // The leaderboard is read often: it does without.
    expect(leaderboard[0]?.holdout).not.toHaveProperty('curves');
  });

  it('is in the folder of the model and among the artifacts of the run', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const id = await trained(process);
    const artifacts = bench.registry.runs.get(id)?.artifacts ?? [];
    const sizes = artifacts.flatMap(({ path, size }) =>
      path.endsWith('evaluation.json') ? [[path, size]] : [],
    );
    expect(sizes.map(([path]) => path)).toEqual(['evaluation.json', 'model/evaluation.json']);
    expect(sizes[0]?.[1]).toBe(sizes[1]?.[1]);
  });

  it('of quantities has points and residuals', async () => {
    await bench.addDataset('groups', quantities(), withTarget);
    const process = bench.process();
    process.start();
    const evaluation = await evaluationOf(process, await trained(process));
    if (evaluation.kind !== 'quantities') throw new TypeError('These are quantities.');
    expect(evaluation.points?.actual.length).toBe(evaluation.rows);
    expect(evaluation.residuals?.counts.length).toBeGreaterThan(1);
    expect(evaluation.intervals?.metrics['rmse']?.low).toBeGreaterThanOrEqual(0);
  });

  it('is refused while there is no model, and for a run that is not there', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process({ pool: gatedPool(({ kind }) => kind === 'validate') });
    process.start();
    const reply = await process.call('startTrainingRun', { body: { dataset: 'groups' } });
    const { id } = (reply as { json: { id: string } }).json;
    await expect(evaluationOf(process, id)).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringMatching(/has evaluated no model/) as string,
    });
    await expect(
      evaluationOf(process, '00000000-0000-4000-8000-000000000000'),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
