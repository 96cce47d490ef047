import { encodeFrame, selectRows } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { algorithmsFor } from '../learners/catalogue.js';
import { decodeModel } from '../model/model-file.js';
import type { QuantityPredictions } from '../model/model.js';
import type { BlendResult } from './candidate-task.js';
import { mixedQuantities } from './mixed-table.fixture.js';
import { runCandidateTask } from './run-candidate-task.js';
import { scoreModel } from './score-model.js';
import { trainingData } from './training-data.js';
import { seed, refit, scoredModel, validate } from './fitting.fixture.js';

describe.each(algorithmsFor('regression'))('%s, of a quantity', (algorithm) => {
  const frame = mixedQuantities();
  const quantity = 'price';

  it('answers with numbers, for rows it has not seen the like of too', () => {
    const model = decodeModel(refit(frame, algorithm, quantity).model);
    const strange = selectRows(frame, Uint32Array.of(0, 1));
    for (const column of strange.columns) {
      if (column.kind === 'numeric') column.values.set([Number.NaN, -Infinity]);
      else column.codes.fill(-1);
    }
    for (const table of [frame, strange]) {
      const said = model.predict(table) as QuantityPredictions;
      expect(said.values).toHaveLength(table.rowCount);
      expect(said.values.every(Number.isFinite)).toBe(true);
    }
  });

  it('scores on a table as it was scored when it was made, and makes the same bytes again', () => {
    const first = refit(frame, algorithm, quantity);
    expect(refit(mixedQuantities(), algorithm, quantity).model).toEqual(first.model);
    const score = scoreModel(scoredModel(first), frame, { target: quantity, seed });
    expect(score).toEqual(first.holdout);
    expect(first.signature).toMatchObject({ task: 'regression', classes: [] });
  });

  it('keeps how far off each answer was, for an ensemble', () => {
    const { outOfFold = new Float32Array(), metrics } = validate(frame, algorithm, {
      target: quantity,
    });
    const { train } = trainingData(frame, { target: quantity, seed });
    expect(outOfFold).toHaveLength(train.length);
    const squared = outOfFold.reduce((sum, off) => sum + off * off, 0) / train.length;
    // A mean of roots over the folds is near the root of the mean.
    expect(Math.sqrt(squared) / (metrics.rmse ?? 0)).toBeCloseTo(1, 0);
  });
});

describe('an ensemble of quantities', () => {
  it('is no worse than its best member on rows that it was weighed by', () => {
    const frame = mixedQuantities();
    const members = ['linear-regression', 'gradient-boosting', 'random-forest'].map((name) => {
      const { outOfFold = new Float32Array(), metrics } = validate(frame, name, {
        target: 'price',
      });
      return { name, outOfFold, rmse: metrics.rmse ?? Infinity };
    });
    const blend = runCandidateTask({
      kind: 'blend',
      frame: encodeFrame(frame),
      target: 'price',
      algorithm: 'weighted-ensemble',
      seed,
      folds: 3,
      members,
    }) as BlendResult;
    const best = Math.min(...members.map(({ rmse }) => rmse));
    expect(blend.metrics.rmse).toBeLessThan(1.1 * best);
    const weights = Object.values(blend.weights);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });
});
