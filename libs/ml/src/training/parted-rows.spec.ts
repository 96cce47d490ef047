import { encodeFrame, type Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { ensembleAlgorithms } from '../learners/algorithm-names.js';
import { learnerOf } from '../learners/catalogue.js';
import type { ClassEvaluation } from '../metrics/evaluation.js';
import type { SplitBy } from '../split/split-by.js';
import type { BlendResult, RefitResult } from './candidate-task.js';
import { mixedTable } from './mixed-table.fixture.js';
import { runCandidateTask } from './run-candidate-task.js';
import { scoreModel } from './score-model.js';
import { target, seed, scoredModel, validate, withLabels } from './fitting.fixture.js';

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
