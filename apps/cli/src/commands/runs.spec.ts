import { describe, expect, it } from 'vitest';
import { json, run } from '../testing/run-cli.js';

const id = '7d3f8f1e-4f43-4f0b-9b39-0d6a4a2a8a01';
const trial = (number: number, status: string) => ({
  name: `forest-t${number}`,
  algorithm: 'forest',
  status,
  parameters: { trees: number },
  validation: { f1: 0.5 },
  ...(status === 'stopped' && { reason: 'Others did better.' }),
});
const trainingRun = {
  id,
  status: 'succeeded',
  dataset: 'iris',
  version: 1,
  model: 'iris',
  trigger: 'manual',
  metric: 'f1',
  seed: 7,
  progress: 1,
  underWay: [],
  leaderboard: [
    {
      name: 'logistic',
      algorithm: 'logistic',
      status: 'succeeded',
      parameters: { l2: 'cross-validated' },
      validation: { f1: 0.9, chosenL2: 0.3 },
    },
    ...Array.from({ length: 30 }, (_, number) => trial(number, 'stopped')),
    trial(30, 'succeeded'),
  ],
  best: 'logistic',
  warnings: [],
  createdAt: '2026-01-02T03:04:05Z',
};

describe('millrace runs', () => {
  it('shows what was trained to the end, and how many trials were not', async () => {
    const { out } = await run(['runs', 'show', id], () => json(trainingRun));
    expect(out).toMatch(/forest-t30/);
    expect(out).not.toMatch(/forest-t3 /);
    expect(out).toMatch(/and 30 that were stopped early: --json tells of them all$/);
  });

  it('shows which penalty the rows chose', async () => {
    const { out } = await run(['runs', 'show', id], () => json(trainingRun));
    expect(out).toMatch(/logistic \*.* l2 0\.3, cross-validated/);
  });

  it('cancels a run', async () => {
    const { out, requests } = await run(['runs', 'cancel', id], () =>
      json({ ...trainingRun, status: 'cancelled' }),
    );
    expect(out).toBe(`${id}: cancelled`);
    expect(requests).toMatchObject([{ method: 'DELETE' }]);
  });

  it('follows a run, and ends with 1 when it came to no model', async () => {
    const cancelled = { ...trainingRun, status: 'cancelled', reason: 'Cancelled on request.' };
    const event = `data: ${JSON.stringify({ event: 'run', ...cancelled })}\n\n`;
    const { code, err } = await run(['runs', 'follow', id], () => new Response(event));
    expect(code).toBe(1);
    expect(err).toMatch(/^millrace: The run was cancelled: Cancelled on request\.$/m);
  });

  it('shows the holdout: figures, intervals, what was taken for what, where it does worst', async () => {
    const metrics = { f1: 0.8 };
    const each = { precision: 1, recall: 1, f1: 1, support: 2 };
    const { out } = await run(['runs', 'evaluation', id], () =>
      json({
        kind: 'classes',
        rows: 4,
        metrics,
        intervals: { confidence: 0.95, resamples: 100, metrics: { f1: { low: 0.7, high: 0.9 } } },
        classes: [
          { label: 'no', ...each },
          { label: 'yes', ...each },
        ],
        confusion: [
          [2, 0],
          [1, 1],
        ],
        decision: {
          calibration: { method: 'platt', logLoss: { before: 0.5, after: 0.4 } },
          threshold: { threshold: 0.31, metric: 'f1', validation: { tuned: 0.9, even: 0.8 } },
        },
        slices: [{ column: 'age', value: { kind: 'range', from: 1, to: 2 }, rows: 2, metrics }],
      }),
    );
    expect(out).toMatch(/f1 +0\.8000 +0\.7000 to 0\.9000/);
    expect(out).toMatch(/yes +1 +1/);
    expect(out).toMatch(/calibration +platt\nthreshold +0\.3100/);
    expect(out).toMatch(/age from 1 to 2 +2 +0\.8000/);
  });

  it('shows what the winner leans on', async () => {
    const { out } = await run(['runs', 'explanation', id], () =>
      json({
        importance: {
          metric: 'f1',
          score: 0.9,
          rows: 40,
          repeats: 5,
          features: [{ feature: 'age', mean: 0.25, standardDeviation: 0.01 }],
        },
        partialDependence: { answers: ['yes'], rows: 40, features: [] },
      }),
    );
    expect(out).toMatch(/What f1 loses .* 40 holdout rows, 5 times:/);
    expect(out).toMatch(/age +0\.2500 +0\.0100/);
  });
});
