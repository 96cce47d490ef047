import { encodeFrame, type Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import {
  ensembleAlgorithm,
  ensembleAlgorithms,
  stackedAlgorithm,
} from '../learners/algorithm-names.js';
import { learnerOf } from '../learners/catalogue.js';
import { scoreBy, type MetricName, type Metrics } from '../metrics/metric-catalogue.js';
import { decodeModel, decodeModelState } from '../model/model-file.js';
import { createRandom } from '../random/random.js';
import type {
  BlendResult,
  CandidateTask,
  RefitMember,
  RefitResult,
  ValidationResult,
} from './candidate-task.js';
import { runCandidateTask } from './run-candidate-task.js';
import { scoreModel } from './score-model.js';

const target = 'y';
const folds = 4;
const seed = 5;
const run = <Result>(task: CandidateTask) => runCandidateTask(task) as Result;

/** Two numbers, one of which is told by a line and the other by steps; of rare classes the last is one row in ten. */
function frameOf(task: 'rare' | 'several' | 'quantity', rows = 500): Frame {
  const random = createRandom(2);
  const a = Float64Array.from({ length: rows }, () => random.next() * 4 - 2);
  const b = Float64Array.from({ length: rows }, () => random.next() * 4 - 2);
  const score = a.map((value, row) => value + (Math.floor((b[row] ?? 0) * 2) % 2) * 1.5);
  const noisy = score.map((value) => value + (random.next() - 0.5) * 1.5);
  const sorted = [...noisy].sort((x, y) => x - y);
  const at = (share: number) => sorted[Math.floor(share * rows)] ?? 0;
  const bounds = task === 'rare' ? [at(0.9)] : [at(0.4), at(0.8)];
  const numbers = [
    { kind: 'numeric', name: 'a', type: 'number', values: a },
    { kind: 'numeric', name: 'b', type: 'number', values: b },
  ] as const;
  const learned =
    task === 'quantity'
      ? ({ kind: 'numeric', name: target, type: 'number', values: noisy } as const)
      : ({
          kind: 'categorical',
          name: target,
          type: 'string',
          codes: Int32Array.from(noisy, (value) => bounds.filter((bound) => value > bound).length),
          categories: ['k0', 'k1', 'k2'].slice(0, bounds.length + 1),
        } as const);
  return { rowCount: rows, columns: [...numbers, learned] };
}

interface Candidate extends RefitMember {
  readonly name: string;
  readonly outOfFold: Float32Array;
  readonly metrics: Metrics;
}

function candidatesOf(frame: Frame, algorithms: readonly string[]): Candidate[] {
  return algorithms.map((algorithm) => {
    const { parameters, outOfFold, metrics } = run<ValidationResult>({
      kind: 'validate',
      frame: encodeFrame(frame),
      target,
      algorithm,
      seed,
      folds,
    });
    if (!outOfFold) throw new Error('It has learned nothing.');
    return { name: algorithm, algorithm, parameters, weight: 1, outOfFold, metrics };
  });
}

function combine(frame: Frame, algorithm: string, members: readonly Candidate[]): BlendResult {
  const common = { frame: encodeFrame(frame), target, seed, folds };
  return run({ kind: 'blend', ...common, algorithm, members });
}

function refit(
  frame: Frame,
  algorithm: string,
  members: readonly RefitMember[],
  metric: MetricName,
): RefitResult {
  const common = { frame: encodeFrame(frame), target, seed, folds, metric };
  return run({ kind: 'refit', ...common, algorithm, members });
}

describe.each([
  ['rare classes', 'rare', 'logLoss', ['logistic-regression', 'random-forest', 'naive-bayes']],
  ['several classes', 'several', 'logLoss', ['logistic-regression', 'random-forest']],
  ['a quantity', 'quantity', 'rmse', ['linear-regression', 'random-forest']],
] as const)('ensembles of %s', (_, task, metric, algorithms) => {
  const frame = frameOf(task);
  const candidates = candidatesOf(frame, algorithms);
  const scoreOf = (metrics: Metrics) => scoreBy(metric, metrics[metric] ?? Number.NaN);
  const best = Math.max(...candidates.map(({ metrics }) => scoreOf(metrics)));

  it.each(ensembleAlgorithms)(
    '%s does about as well as its best member, or better',
    (algorithm) => {
      const { metrics, weights } = combine(frame, algorithm, candidates);
      expect(scoreOf(metrics)).toBeGreaterThan(best - 0.03 * Math.abs(best));
      const names = candidates.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(Object.keys(weights)));
      expect(Object.keys(weights).length).toBeGreaterThan(0);
    },
  );

  it('a stack is fitted anew with what makes one answer of its members', () => {
    const { model, scored, holdout, signature } = refit(
      frame,
      stackedAlgorithm,
      candidates,
      metric,
    );
    const state = decodeModelState(model);
    expect(JSON.stringify(state.scorer)).toContain('"combiner"');
    const again = refit(frame, stackedAlgorithm, candidates, metric);
    expect(again.model).toEqual(model);
    expect(scoreModel(decodeModel(scored ?? model), frame, { target, seed })).toEqual(holdout);
    expect(signature.inputs.map(({ name }) => name)).toEqual(['a', 'b']);
    const mean = Math.min(...candidates.map(({ metrics }) => scoreOf(metrics)));
    expect(scoreOf(holdout.metrics)).toBeGreaterThan(mean - 0.3 * Math.abs(mean));
  });

  it('a stack without what its members said of the training rows is refused', () => {
    const members = candidates.map(({ algorithm, parameters, weight }) => ({
      algorithm,
      parameters,
      weight,
    }));
    expect(() => refit(frame, stackedAlgorithm, members, metric)).toThrow(/learned from what all/);
  });
});

describe('a winner that is fitted anew', () => {
  const frame = frameOf('rare', 1500);
  const parameters = { ...learnerOf('naive-bayes').defaults };
  const [bayes] = candidatesOf(frame, ['naive-bayes']);
  if (!bayes) throw new Error('There is no candidate.');

  it('gets the threshold that is best by the metric, and decides by it', () => {
    const { model, scored, decision, holdout, details } = refit(
      frame,
      'naive-bayes',
      [bayes],
      'balancedAccuracy',
    );
    const threshold = decision?.threshold;
    expect(threshold?.metric).toBe('balancedAccuracy');
    expect(threshold?.threshold).not.toBe(0.5);
    expect(threshold?.validation.tuned).toBeGreaterThan(threshold?.validation.even ?? 1);
    expect(decodeModel(model).threshold).toBe(threshold?.threshold);
    const { low = 1, high = 0 } = details.intervals.metrics.recallBinary ?? {};
    if (holdout.kind !== 'classes') throw new Error('These are classes.');
    expect(holdout.metrics.recallBinary).toBeGreaterThanOrEqual(low);
    expect(holdout.metrics.recallBinary).toBeLessThanOrEqual(high);
    expect(scoreModel(decodeModel(scored ?? model), frame, { target, seed })).toEqual(holdout);
  });

  it('keeps the likelier class where the metric counts no mistakes', () => {
    const { model, decision } = refit(frame, 'naive-bayes', [bayes], 'rocAuc');
    expect(decision?.threshold).toBeUndefined();
    expect(decodeModel(model).threshold).toBeUndefined();
  });

  it('is calibrated where that lowers the log loss', () => {
    // Every number twice: naive Bayes is then twice as sure as it should be.
    const doubled: Frame = {
      ...frame,
      columns: frame.columns.flatMap((column) =>
        column.name === target ? [column] : [column, { ...column, name: `${column.name}-again` }],
      ),
    };
    const [sure] = candidatesOf(doubled, ['naive-bayes']);
    if (!sure) throw new Error('There is no candidate.');
    const { model, decision, holdout } = refit(doubled, 'naive-bayes', [sure], 'logLoss');
    expect(['isotonic', 'platt']).toContain(decision?.calibration.method);
    const { before = 0, after = 1 } = decision?.calibration.logLoss ?? {};
    expect(after).toBeLessThan(before);
    expect(['calibrated', 'platt']).toContain(decodeModelState(model).scorer.kind);
    if (holdout.kind !== 'classes') throw new Error('These are classes.');
    const bare = refit(
      doubled,
      'naive-bayes',
      [{ algorithm: 'naive-bayes', parameters, weight: 1 }],
      'logLoss',
    ).holdout;
    if (bare.kind !== 'classes') throw new Error('These are classes.');
    expect(holdout.metrics.logLoss).toBeLessThan(bare.metrics.logLoss);
  });

  it('says what it leans on, by the metric of the run', () => {
    const { explanation } = refit(frame, ensembleAlgorithm, [bayes, bayes], 'f1Binary');
    expect(explanation?.importance.metric).toBe('f1Binary');
    expect(explanation?.importance.features[0]?.feature).toBe('a');
    expect(explanation?.partialDependence.answers).toEqual(['k0', 'k1']);
    const [first] = explanation?.partialDependence.features ?? [];
    expect(first?.points.at(-1)?.answers[1]).toBeGreaterThan(first?.points[0]?.answers[1] ?? 1);
  });
});
