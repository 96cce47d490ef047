import { encodeFrame, selectRows, type Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { baselineAlgorithm, ensembleAlgorithms } from '../learners/algorithm-names.js';
import { algorithmsFor, learnerOf } from '../learners/catalogue.js';
import type { ClassEvaluation } from '../metrics/evaluation.js';
import { decodeModel } from '../model/model-file.js';
import type { ClassPredictions, Model, QuantityPredictions } from '../model/model.js';
import { SignatureMismatch } from '../features/signature-mismatch.js';
import type { SplitBy } from '../split/split-by.js';
import type { BlendResult, RefitResult, ValidationResult } from './candidate-task.js';
import { mixedQuantities, mixedTable } from './mixed-table.fixture.js';
import { planTraining } from './plan-training.js';
import { runCandidateTask } from './run-candidate-task.js';
import { scoreModel } from './score-model.js';
import { trainingData } from './training-data.js';
import { TrainingDataError } from './training-data-error.js';

const target = 'label';
const seed = 3;

function refit(frame: Frame, algorithm: string, learned = target): RefitResult {
  const { defaults: parameters } = learnerOf(algorithm);
  return runCandidateTask({
    kind: 'refit',
    frame: encodeFrame(frame),
    target: learned,
    algorithm,
    members: [{ algorithm, parameters, weight: 1 }],
    seed,
    metric: 'f1',
    folds: 3,
  }) as RefitResult;
}
/** The model that the figures of a refit are of. */
function scoredModel({ scored, model }: RefitResult): Model {
  return decodeModel(scored ?? model);
}
function validate(frame: Frame, algorithm: string, more: object = {}): ValidationResult {
  return runCandidateTask({
    kind: 'validate',
    frame: encodeFrame(frame),
    target,
    algorithm,
    seed,
    folds: 3,
    ...more,
  }) as ValidationResult;
}
/** The table with its target replaced. */
function withLabels(frame: Frame, labels: readonly (string | null)[]): Frame {
  const categories = [...new Set(labels.filter((label) => label !== null))];
  return {
    rowCount: labels.length,
    columns: selectRows(frame, Uint32Array.from(labels.keys())).columns.map((column) =>
      column.name === target && column.kind === 'categorical'
        ? {
            ...column,
            categories,
            codes: Int32Array.from(labels, (label) =>
              label === null ? -1 : categories.indexOf(label),
            ),
          }
        : column,
    ),
  };
}
const alternate = (rows: number, ...labels: (string | null)[]) =>
  Array.from({ length: rows }, (_, row) => labels[row % labels.length] ?? null);

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

describe('a candidate over its budget', () => {
  it('is skipped with the figure and the limit', () => {
    const result = validate(mixedTable(2000), 'mljs-random-forest', { fitSecondsLimit: 0.01 });
    expect(result).toMatchObject({ status: 'skipped', metrics: {} });
    expect(result.reason).toMatch(
      /1600 rows by 6 columns would take about \d+ s; the limit is 0.01 s/,
    );
  });

  it('is skipped by itself on rows of which a fit would take minutes', () => {
    expect(validate(mixedTable(10_000), 'mljs-random-forest').status).toBe('skipped');
    expect(validate(mixedTable(10_000), baselineAlgorithm).status).toBe('succeeded');
  });
});

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

describe('planning', () => {
  const frame = mixedTable();

  it('tells the task, the classes, and what a person should know', () => {
    expect(planTraining(frame, { target, seed, folds: 5 })).toEqual({
      task: 'binary',
      classes: ['high', 'low'],
      folds: 5,
      size: { rows: 96, features: 3, width: 6, outputs: 2 },
      warnings: [
        'Column "x" has 1 infinite value, treated as missing.',
        'Column "one" is left out: it has one value only.',
        'Column "none" is left out: it has no values.',
        'Column "id" is left out: its 96 categories name rows rather than describe them.',
        expect.stringMatching(/^2 of 24 held-out rows are the same as a training row/) as string,
      ],
    });
    const gaps = withLabels(frame, alternate(120, 'a', 'b', null));
    expect(planTraining(gaps, { target, seed, folds: 5 }).warnings[0]).toBe(
      '40 rows without a value in "label" left out.',
    );
  });

  it('takes few different whole numbers for classes, in their order', () => {
    const numbers = Float64Array.from({ length: 120 }, (_, row) => [10, 9, 2][row % 3] ?? 0);
    const numbered: Frame = {
      ...frame,
      columns: [
        ...frame.columns.slice(0, 3),
        { kind: 'numeric', name: 'n', type: 'number', values: numbers },
      ],
    };
    expect(planTraining(numbered, { target: 'n', seed, folds: 5 })).toMatchObject({
      task: 'multiclass',
      classes: ['2', '9', '10'],
    });
  });

  it.each<[string, Frame, string, RegExp]>([
    ['a target that is not there', frame, 'price', /no column "price".*"colour"/],
    ['one class', withLabels(frame, alternate(120, 'a')), target, /one class only, "a"/],
    ['no value of the target', withLabels(frame, alternate(120, null)), target, /no values/],
    ['a name for each row', frame, 'id', /120 different values; classes are 100 at most/],
    ['too few rows', withLabels(frame, alternate(9, 'a', 'b')), target, /Only 9 rows with a value/],
    [
      'classes of one row each but one',
      withLabels(frame, ['a', 'b', ...alternate(20, 'c')]),
      target,
      /fewer than two classes/,
    ],
    [
      'nothing but the target',
      { ...frame, columns: frame.columns.slice(3) },
      target,
      /No column but/,
    ],
  ])('refuses %s, saying why', (_, table, learned, message) => {
    expect(() => planTraining(table, { target: learned, seed, folds: 5 })).toThrow(
      TrainingDataError,
    );
    expect(() => planTraining(table, { target: learned, seed, folds: 5 })).toThrow(message);
  });

  it('bears 100,000 categories', () => {
    const rows = 100_000;
    const ids = Array.from({ length: rows }, (_, row) => `value-${row}`);
    const wide: Frame = {
      rowCount: rows,
      columns: [
        ...mixedTable(rows).columns.filter(({ name }) => name !== 'id'),
        {
          kind: 'categorical',
          name: 'id',
          type: 'string',
          codes: Int32Array.from(ids.keys()),
          categories: ids,
        },
      ],
    };
    expect(planTraining(wide, { target, seed, folds: 5 }).warnings).toContainEqual(
      expect.stringMatching(/"id" is left out/),
    );
    expect(refit(wide, baselineAlgorithm).model.length).toBeLessThan(100_000);
  });
});

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

describe('rows parted by a column', () => {
  const frame = mixedTable(300);
  const withVisits: Frame = {
    ...frame,
    columns: [
      ...frame.columns,
      {
        kind: 'numeric',
        name: 'visit',
        type: 'integer',
        values: Float64Array.from({ length: 300 }, (_, row) => row % 60),
      },
    ],
  };

  it.each(['group', 'time'] as const)(
    'by %s are the same for the champion, and the column is not learned from',
    (kind) => {
      const splitBy: SplitBy = { kind, column: 'visit' };
      const validated = validate(withVisits, 'random-forest', { splitBy });
      expect(validated.status).toBe('succeeded');
      const { defaults: parameters } = learnerOf('random-forest');
      const made = runCandidateTask({
        kind: 'refit',
        frame: encodeFrame(withVisits),
        target,
        splitBy,
        algorithm: 'random-forest',
        members: [{ algorithm: 'random-forest', parameters, weight: 1 }],
        seed,
        metric: 'f1',
        folds: 3,
      }) as RefitResult;
      expect(made.signature.inputs.map(({ name }) => name)).toEqual(['x', 'colour', 'fresh']);
      const score = scoreModel(scoredModel(made), withVisits, { target, splitBy, seed });
      expect(score).toEqual(made.holdout);
      expect(score).not.toEqual(scoreModel(scoredModel(made), withVisits, { target, seed }));
    },
  );

  it.each(ensembleAlgorithms)(
    'by time leave the oldest unchecked, and %s is made by the others',
    (algorithm) => {
      const splitBy: SplitBy = { kind: 'time', column: 'visit' };
      const members = ['random-forest', 'logistic-regression'].map((name) => ({
        name,
        outOfFold: validate(withVisits, name, { splitBy }).outOfFold ?? new Float32Array(),
      }));
      const blend = runCandidateTask({
        kind: 'blend',
        frame: encodeFrame(withVisits),
        target,
        splitBy,
        algorithm,
        seed,
        folds: 3,
        members,
      }) as BlendResult;
      expect(blend.metrics.logLoss).toBeLessThan(0.7);
    },
  );

  it('keep a class that is in one group to the holdout or to training, and the model knows what it learned in the end', () => {
    const labels = Array.from({ length: 300 }, (_, row) =>
      row % 60 === 59 ? 'last' : row % 2 === 0 ? 'a' : 'b',
    );
    const table = withLabels(withVisits, labels);
    const made = runCandidateTask({
      kind: 'refit',
      frame: encodeFrame(table),
      target,
      splitBy: { kind: 'time', column: 'visit' },
      algorithm: 'naive-bayes',
      members: [
        { algorithm: 'naive-bayes', parameters: learnerOf('naive-bayes').defaults, weight: 1 },
      ],
      seed,
      metric: 'f1',
      folds: 3,
    }) as RefitResult;
    expect(scoredModel(made).signature.classes).toEqual(['a', 'b']);
    expect(made.signature.classes).toEqual(['a', 'b', 'last']);
    const { classes } = made.holdout as ClassEvaluation;
    expect(classes.find(({ label }) => label === 'last')).toMatchObject({ recall: 0, support: 5 });
    expect(
      scoreModel(scoredModel(made), table, {
        target,
        splitBy: { kind: 'time', column: 'visit' },
        seed,
      }),
    ).toMatchObject({ rows: made.holdout.rows });
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
