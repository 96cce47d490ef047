import { trainingApi, type ExplanationBody } from '@millrace/api';
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

async function trained(process: TrainerProcess, more: object = {}): Promise<string> {
  const candidates = ['linear-regression', 'naive-bayes'];
  const body = { dataset: 'groups', candidates, ...more };
  const reply = await process.call('startTrainingRun', { body });
  const { id } = (reply as { json: { id: string } }).json;
  await vi.waitFor(async () => expect((await process.run(id)).status).toBe('succeeded'), {
    timeout: 15_000,
    interval: 10,
  });
  return id;
}

async function explanationOf(process: TrainerProcess, id: string): Promise<ExplanationBody> {
  const reply = await process.call('getTrainingRunExplanation', { params: { id } });
  return trainingApi.explanationSchema.parse((reply as { json: unknown }).json);
}

describe('the explanation of a run', () => {
  it('says what the model leans on, by the metric of the run, and how its answers go', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process();
    process.start();
    const id = await trained(process, { metric: 'logLoss' });
    const { importance, partialDependence } = await explanationOf(process, id);
    expect(importance.metric).toBe('logLoss');
    expect(importance.features[0]?.mean).toBeGreaterThan(0);
    expect(partialDependence.answers).toHaveLength(2);
    expect(partialDependence.features[0]?.points.length).toBeGreaterThan(1);
    const artifacts = bench.registry.runs.get(id)?.artifacts ?? [];
    expect(artifacts.map(({ path }) => path)).toContain('model/explanation.json');
  });

  it('of quantities is told in the column that was learned', async () => {
    await bench.addDataset('groups', quantities(), withTarget);
    const process = bench.process();
    process.start();
    const { partialDependence } = await explanationOf(process, await trained(process));
    expect(partialDependence.answers).toEqual([withTarget.target]);
  });

  it('is refused while there is no model, and for a run that is not there', async () => {
    await bench.addDataset('groups', twoGroups(), withTarget);
    const process = bench.process({ pool: gatedPool(({ kind }) => kind === 'validate') });
    process.start();
    const reply = await process.call('startTrainingRun', { body: { dataset: 'groups' } });
    const { id } = (reply as { json: { id: string } }).json;
    await expect(explanationOf(process, id)).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringMatching(/has made no model/) as string,
    });
    await expect(
      explanationOf(process, '00000000-0000-4000-8000-000000000000'),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
