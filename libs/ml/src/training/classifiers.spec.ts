import type { Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { algorithmsFor } from '../learners/catalogue.js';
import { decodeModel } from '../model/model-file.js';
import type { ClassPredictions } from '../model/model.js';
import { mixedTable } from './mixed-table.fixture.js';
import { planTraining } from './plan-training.js';
import { trainingData } from './training-data.js';
import { target, seed, refit, validate, withLabels, alternate } from './fitting.fixture.js';

describe.each(algorithmsFor('multiclass'))('%s', (algorithm) => {
  const frame = mixedTable();

  it('gives probabilities that sum to 1, for rows it has not seen the like of too', () => {
    const model = decodeModel(refit(frame, algorithm).model);
    const strange: Frame = {
      rowCount: 3,
      columns: [
        {
          kind: 'numeric',
          name: 'x',
          type: 'number',
          values: Float64Array.of(Number.NaN, 1e300, -Infinity),
        },
        {
          kind: 'categorical',
          name: 'colour',
          type: 'string',
          codes: Int32Array.of(-1, 0, 0),
          categories: ['violet'],
        },
        {
          kind: 'categorical',
          name: 'fresh',
          type: 'boolean',
          codes: Int32Array.of(0, -1, 0),
          categories: ['false'],
        },
      ],
    };
    for (const table of [frame, strange]) {
      const { probabilities, classes } = model.predict(table) as ClassPredictions;
      expect(classes).toHaveLength(table.rowCount);
      for (let row = 0; row < table.rowCount; row++) {
        const [high = 0, low = 0] = probabilities.subarray(2 * row);
        expect(high + low).toBeCloseTo(1, 12);
        expect(Math.min(high, low)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('makes the same bytes of the same rows, seed and parameters', () => {
    expect(refit(frame, algorithm).model).toEqual(refit(mixedTable(), algorithm).model);
  });

  it('learns nothing from the holdout before it is scored', () => {
    const { holdout } = trainingData(frame, { target, seed });
    const changed = mixedTable();
    for (const column of changed.columns) {
      if (column.kind !== 'numeric') continue;
      for (const row of holdout) column.values[row] = 1e6;
    }
    expect(refit(changed, algorithm).scored).toEqual(refit(frame, algorithm).scored);
  });

  it('learns from all rows in the end', () => {
    const { model, scored } = refit(frame, algorithm);
    expect(scored).toBeDefined();
    expect(model).not.toEqual(scored);
  });

  it('does as well on other columns beside its own, in any order', () => {
    const model = decodeModel(refit(frame, algorithm).model);
    const mixed = { ...frame, columns: [...frame.columns].reverse() };
    expect(model.predict(mixed)).toEqual(model.predict(frame));
  });

  it('tells three classes apart, one of which is in one fold only', () => {
    const labels = mixedTable().columns.at(-1);
    const codes = labels?.kind === 'categorical' ? [...labels.codes] : [];
    const rare = withLabels(
      frame,
      codes.map((code, row) => (row < 2 ? 'rare' : code === 1 ? 'high' : 'low')),
    );
    expect(validate(rare, algorithm)).toMatchObject({ status: 'succeeded' });
    expect(refit(rare, algorithm).signature.classes).toEqual(['high', 'low', 'rare']);
  });

  it('survives a class that is seen once', () => {
    const once = withLabels(
      frame,
      alternate(120, 'a', 'b').map((label, row) => (row === 7 ? 'c' : label)),
    );
    expect(planTraining(once, { target, seed, folds: 5 }).warnings).toContain(
      'Class "c" is seen once: it is trained on and cannot be checked.',
    );
    expect(validate(once, algorithm)).toMatchObject({ status: 'succeeded' });
    expect(refit(once, algorithm).holdout.rows).toBeGreaterThan(0);
  });

  it('learns from the fewest rows there may be', () => {
    const few = withLabels(frame, alternate(10, 'a', 'b'));
    expect(planTraining(few, { target, seed, folds: 5 }).task).toBe('binary');
    expect(validate(few, algorithm)).toMatchObject({ status: 'succeeded' });
    expect(refit(few, algorithm).holdout.rows).toBe(2);
  });
});
