import { inlinePool } from '@millrace/task-pool-threads';
import type { Artifact } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCandidateTask } from '../domain/learning.js';
import { twoGroups, withTarget } from '../testing/sample-frames.js';
import { openBench, type CandidatePool, type TrainerBench } from '../testing/trainer-bench.js';
import { sha256Of } from './read-frame-bytes.js';

let bench: TrainerBench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

/** Trains one model of two groups. @returns its run in the registry, ended */
async function train(pool?: CandidatePool) {
  await bench.addDataset('groups', twoGroups(), withTarget);
  const process = bench.process(pool && { pool });
  process.start();
  const body = { dataset: 'groups', candidates: ['logistic-regression'], seed: 7 };
  const reply = await process.call('startTrainingRun', { body });
  const { id } = (reply as { json: { id: string } }).json;
  await vi.waitFor(
    async () => {
      expect((await process.run(id)).status).toBe('succeeded');
    },
    { timeout: 15_000, interval: 10 },
  );
  const run = bench.registry.runs.get(id);
  if (!run) throw new Error('The registry knows nothing of the run.');
  return run;
}

async function bytesOf({ key }: Artifact): Promise<Uint8Array> {
  const { bytes } = await bench.objects.get(key, { signal: new AbortController().signal });
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

const folderOf = (artifacts: readonly Artifact[]) =>
  artifacts.map(({ path }) => path).filter((path) => path.startsWith('model/'));

describe('the folder of a model', () => {
  it('has what inference and mlflow need, each file with its digest', async () => {
    const { artifacts } = await train();
    expect(folderOf(artifacts).sort()).toEqual([
      'model/MLmodel',
      'model/conda.yaml',
      'model/evaluation.json',
      'model/explanation.json',
      'model/input_example.json',
      'model/mlflow_input_example.json',
      'model/model.millrace',
      'model/model.onnx',
      'model/python_env.yaml',
      'model/requirements.txt',
      'model/scored.millrace',
    ]);
    for (const artifact of artifacts) {
      const bytes = await bytesOf(artifact);
      expect(artifact).toMatchObject({ size: bytes.length, sha256: sha256Of(bytes) });
    }
  });

  it('of a model that ONNX cannot hold is without it, and the run says why', async () => {
    const inner = inlinePool(runCandidateTask);
    const { artifacts, tags } = await train({
      ...inner,
      run: (task, options) =>
        task.kind === 'export'
          ? Promise.resolve({ kind: 'export', status: 'skipped', reason: 'It is too large.' })
          : inner.run(task, options),
    });
    expect(folderOf(artifacts)).not.toContain('model/model.onnx');
    expect(tags).toMatchObject({ 'millrace.onnxOmitted': 'It is too large.' });
    const mlmodel = artifacts.find(({ path }) => path === 'model/MLmodel');
    if (!mlmodel) throw new Error('There is no MLmodel.');
    expect(Buffer.from(await bytesOf(mlmodel)).toString()).not.toContain('mlflow.onnx');
  });

  it('is kept when writing ONNX takes its thread down', async () => {
    const inner = inlinePool(runCandidateTask);
    const { artifacts, tags } = await train({
      ...inner,
      run: (task, options) =>
        task.kind === 'export'
          ? Promise.reject(new PlatformError('internal', 'The thread ended.'))
          : inner.run(task, options),
    });
    expect(folderOf(artifacts)).toContain('model/model.millrace');
    expect(tags).toMatchObject({ 'millrace.onnxOmitted': 'The thread ended.' });
  });
});
