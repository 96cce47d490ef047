import type { Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import type { ClassEvaluation } from '../metrics/evaluation.js';
import { decodeModel } from '../model/model-file.js';
import { SignatureMismatch } from '../features/signature-mismatch.js';
import { mixedTable } from './mixed-table.fixture.js';
import { scoreModel } from './score-model.js';
import { target, seed, refit, scoredModel, withLabels, alternate } from './fitting.fixture.js';

describe('a model', () => {
  const frame = mixedTable();
  const made = refit(frame, 'mljs-logistic-regression');
  const { model, signature, inputExample, holdout } = made;

  it('names the columns it uses, and leaves out what tells nothing', () => {
    expect(signature).toEqual({
      inputs: [
        { name: 'x', type: 'number' },
        { name: 'colour', type: 'string', categories: expect.any(Array) as string[] },
        { name: 'fresh', type: 'boolean', categories: expect.any(Array) as string[] },
      ],
      task: 'binary',
      target,
      classes: ['high', 'low'],
    });
    expect(Object.keys(inputExample)).toEqual(['x', 'colour', 'fresh']);
    expect(typeof inputExample['fresh']).toBe('boolean');
  });

  it('has a row without gaps for its example, though the first of them has some', () => {
    const [x] = frame.columns;
    const gaps =
      x?.kind === 'numeric' ? x.values.map((value, row) => (row < 20 ? NaN : value)) : [];
    const gappy = {
      ...frame,
      columns: [{ ...x, values: gaps }, ...frame.columns.slice(1)],
    } as Frame;
    const example = refit(gappy, 'naive-bayes').inputExample;
    expect(Object.values(example)).not.toContain(null);
  });

  it('scores on a table as it was scored when it was made', () => {
    expect(scoreModel(scoredModel(made), frame, { target, seed })).toEqual(holdout);
  });

  it('is wrong about every row of a class it does not know', () => {
    const other = withLabels(frame, alternate(120, 'low', 'new'));
    const score = scoreModel(decodeModel(model), other, { target, seed }) as ClassEvaluation;
    expect(score.classes.find(({ label }) => label === 'new')).toMatchObject({ recall: 0 });
    expect(Number.isFinite(score.metrics.logLoss)).toBe(true);
  });

  it('names the column that a table lacks, or has of another kind', () => {
    const without = { ...frame, columns: frame.columns.filter(({ name }) => name !== 'x') };
    const asked = () => decodeModel(model).predict(without);
    expect(asked).toThrow(SignatureMismatch);
    expect(asked).toThrow('no column "x"');
    const renamed = {
      ...frame,
      columns: frame.columns.map((column) =>
        column.name === 'colour'
          ? { ...(frame.columns[0] as (typeof frame.columns)[0]), name: 'colour' }
          : column,
      ),
    };
    expect(() => decodeModel(model).predict(renamed)).toThrow('"colour" must hold categories');
  });
});

describe('columns that only rows to come have values in, or none', () => {
  it('change nothing: they are not asked for', () => {
    const frame = mixedTable();
    const model = decodeModel(refit(frame, 'random-forest').model);
    const more: Frame = {
      ...frame,
      columns: [
        ...frame.columns.filter(({ name }) => name !== 'none'),
        { kind: 'numeric', name: 'none', type: 'number', values: new Float64Array(120).fill(5) },
        { kind: 'numeric', name: 'new', type: 'number', values: new Float64Array(120).fill(1) },
      ],
    };
    expect(model.predict(more)).toEqual(model.predict(frame));
  });
});
