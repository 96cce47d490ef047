import { columnByName, encodeFrame, type Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { learnerOf } from '../learners/catalogue.js';
import type { EvaluationDetails } from '../metrics/evaluation-details.js';
import type { MetricName, Metrics } from '../metrics/metric-catalogue.js';
import type { RefitResult } from './candidate-task.js';
import { mixedTable } from './mixed-table.fixture.js';
import { runCandidateTask } from './run-candidate-task.js';

function refit(
  frame: Frame,
  algorithm: string,
  target: string,
  metric: MetricName = 'f1',
): RefitResult {
  const { defaults: parameters } = learnerOf(algorithm);
  return runCandidateTask({
    kind: 'refit',
    frame: encodeFrame(frame),
    target,
    algorithm,
    members: [{ algorithm, parameters, weight: 1 }],
    seed: 3,
    metric,
    folds: 3,
  }) as RefitResult;
}
const table = mixedTable(400);
/** The same with a quantity that hangs on `x`, but for green rows. */
const quantityTable: Frame = {
  ...table,
  columns: table.columns.map((column) => {
    if (column.name !== 'label') return column;
    const x = columnByName(table, 'x');
    const colour = columnByName(table, 'colour');
    const values = Float64Array.from({ length: table.rowCount }, (_, row) => {
      const own = x?.kind === 'numeric' ? (x.values[row] ?? 0) : 0;
      const known = Number.isFinite(own) ? own : 5;
      const isGreen = colour?.kind === 'categorical' && colour.codes[row] === 1;
      return known + (isGreen ? (row % 2 === 0 ? 40 : -40) : row % 7) + 0.25;
    });
    return { kind: 'numeric', name: 'label', type: 'number', values };
  }),
};

const classes = refit(table, 'gradient-boosting', 'label');
const quantities = refit(quantityTable, 'gradient-boosting', 'label', 'rmse');

function expectAround({ holdout }: RefitResult, { intervals }: EvaluationDetails): void {
  expect(Object.keys(intervals.metrics).length).toBeGreaterThanOrEqual(5);
  for (const [name, interval] of Object.entries(intervals.metrics)) {
    const metrics: Metrics = holdout.metrics;
    const value = metrics[name as MetricName] ?? Number.NaN;
    expect([name, interval.low <= value && value <= interval.high]).toEqual([name, true]);
  }
}

describe('the details of a holdout', () => {
  it('have an interval around each metric', () => {
    expectAround(classes, classes.details);
    expectAround(quantities, quantities.details);
  });

  it('have the curves of the positive class of two, all its rows in the calibration', () => {
    const { details, holdout } = classes;
    if (details.kind !== 'classes') throw new TypeError('These are classes.');
    expect(details.curves.map(({ label }) => label)).toEqual(['low']);
    const rows = details.curves[0]?.calibration.reduce((sum, bin) => sum + bin.rows, 0);
    expect(rows).toBe(holdout.rows);
  });

  it('have a point and a residual of every row, where there are few', () => {
    const { details, holdout } = quantities;
    if (details.kind !== 'quantities') throw new TypeError('These are quantities.');
    expect(details.points.actual.length).toBe(holdout.rows);
    expect(details.points.predicted.length).toBe(holdout.rows);
    expect(details.residuals.counts.reduce((sum, count) => sum + count, 0)).toBe(holdout.rows);
    expect(details.residuals.edges.length).toBe(details.residuals.counts.length + 1);
  });

  it('name the rows that the model does worst on', () => {
    const [worst] = quantities.details.slices;
    expect(worst).toMatchObject({
      column: 'colour',
      value: { kind: 'category', category: 'green' },
    });
    const metrics: Metrics = quantities.holdout.metrics;
    expect(worst?.metrics.mae).toBeGreaterThan(metrics.mae ?? Infinity);
  });

  it('slice by inputs of the model only', () => {
    const inputs = classes.signature.inputs.map(({ name }) => name);
    for (const { column } of classes.details.slices) expect(inputs).toContain(column);
  });

  it('have a learning curve of five sizes, learned from training rows alone', () => {
    for (const { details } of [classes, quantities]) {
      const sizes = details.learningCurve.map(({ rows }) => rows);
      expect(sizes.length).toBe(5);
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      // Four fifths of the rows are for training, and four fifths of those in a fold's fit.
      expect(sizes.at(-1)).toBeCloseTo(400 * 0.8 * 0.8, -1);
    }
    const [few, , , , all] = classes.details.learningCurve;
    expect(all?.validation.logLoss).toBeLessThan(few?.validation.logLoss ?? 0);
  });

  it('are the same for the same rows and seed', () => {
    expect(refit(table, 'gradient-boosting', 'label').details).toEqual(classes.details);
  });

  it('have no learning curve and no slices of a handful of rows', () => {
    const few = refit(mixedTable(12), 'logistic-regression', 'label');
    expect(few.details.learningCurve).toEqual([]);
    expect(few.details.slices).toEqual([]);
  });
});
