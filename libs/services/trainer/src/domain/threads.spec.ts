import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCrew } from '@millrace/task-pool-threads';
import { twoGroups } from '../testing/sample-frames.js';
import { refitOf, refitTask, runCandidateTask, runKernel } from './learning.js';

let folder: string;
let worker: URL;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-crew-'));
  const outfile = join(folder, 'crew.worker.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../testing/crew.worker.ts')],
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

describe('Threads that fit together', () => {
  it.each(['random-forest', 'gradient-boosting'])(
    'make the very bytes that one makes alone: %s',
    async (algorithm) => {
      const byAlgorithm: Readonly<Record<string, Readonly<Record<string, number>>>> = {
        'random-forest': { trees: 7, featureShare: 0, maxDepth: 0, minLeafRows: 1 },
        'gradient-boosting': { iterations: 7, learningRate: 0.1, maxLeaves: 7, minLeafRows: 2 },
      };
      const usual = {
        sampling: 'bootstrap',
        classWeight: 'none',
        l2: 0,
        rowShare: 0.7,
        columnShare: 0.7,
        validationShare: 0.2,
        patience: 3,
      };
      const task = refitTask(
        { frame: twoGroups(), target: 'label', seed: 11 },
        {
          algorithm,
          metric: 'f1',
          folds: 3,
          members: [{ algorithm, parameters: { ...usual, ...byAlgorithm[algorithm] }, weight: 1 }],
        },
      );
      const alone = refitOf(runCandidateTask(task));
      for (const size of [2, 3]) {
        const crew = openCrew({ worker, size, run: runKernel });
        // The second time, the threads are there already.
        for (let time = 0; time < 2; time++) {
          expect(refitOf(runCandidateTask(task, crew)).model).toEqual(alone.model);
        }
        await crew.close();
      }
    },
  );

  it('tell of a kernel that failed, and work again afterwards', async () => {
    const crew = openCrew({
      worker,
      size: 2,
      run: (kernel, input, post) => (kernel === 'none' ? 'own' : runKernel(kernel, input, post)),
    });
    expect(() => crew.run('none', {})).toThrow(/no kernel "none"/);
    const task = refitTask(
      { frame: twoGroups(), target: 'label', seed: 11 },
      {
        algorithm: 'gradient-boosting',
        metric: 'f1',
        folds: 3,
        members: [{ algorithm: 'gradient-boosting', parameters: boosting, weight: 1 }],
      },
    );
    expect(refitOf(runCandidateTask(task, crew)).model).toEqual(
      refitOf(runCandidateTask(task)).model,
    );
    await crew.close();
  });
});

const boosting = {
  iterations: 5,
  learningRate: 0.1,
  maxLeaves: 7,
  minLeafRows: 2,
  l2: 0,
  rowShare: 1,
  columnShare: 1,
  validationShare: 0,
  patience: 3,
  classWeight: 'none',
};
