import { readFileSync } from 'node:fs';
import { encodeFrame, parseCsv, type Frame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { baselineAlgorithm } from '../learners/algorithm-names.js';
import { algorithmsFor } from '../learners/catalogue.js';
import type { ClassEvaluation, QuantityEvaluation } from '../metrics/evaluation.js';
import { decodeModel } from '../model/model-file.js';
import type { RefitResult, ValidationResult } from './candidate-task.js';
import { runCandidateTask } from './run-candidate-task.js';
import { scoreModel } from './score-model.js';

const sample = (name: string): Frame =>
  parseCsv(readFileSync(new URL(`../../../../samples/${name}.csv`, import.meta.url)));
const learners = algorithmsFor('multiclass').filter((algorithm) => algorithm !== baselineAlgorithm);

// Bounds well below what each reaches, well above the share of the largest class.
describe.each([
  ['breast-cancer', 'diagnosis', 0.92],
  ['penguins', 'species', 0.95],
  ['iris', 'species', 0.9],
])('on the sample %s', (name, target, accuracy) => {
  const frame = sample(name);
  const encoded = encodeFrame(frame);
  const seed = 7;

  it.each(learners)('%s learns, and its model does as well as it was measured', (algorithm) => {
    const validation = runCandidateTask({
      kind: 'validate',
      frame: encoded,
      target,
      algorithm,
      seed,
      folds: 3,
    }) as ValidationResult;
    expect(validation).toMatchObject({ status: 'succeeded' });
    expect(validation.metrics.accuracy).toBeGreaterThan(accuracy);

    const { parameters } = validation;
    const refit = runCandidateTask({
      kind: 'refit',
      frame: encoded,
      target,
      algorithm,
      members: [{ algorithm, parameters, weight: 1 }],
      seed,
      metric: 'f1',
      folds: 3,
    }) as RefitResult;
    const scored = scoreModel(decodeModel(refit.scored ?? refit.model), frame, { target, seed });
    expect((scored as ClassEvaluation).metrics.accuracy).toBeGreaterThan(accuracy - 0.05);
    expect(scored).toEqual(refit.holdout);
  });

  it('the baseline knows the share of the largest class, and no more', () => {
    const validation = runCandidateTask({
      kind: 'validate',
      frame: encoded,
      target,
      algorithm: baselineAlgorithm,
      seed,
      folds: 3,
    }) as ValidationResult;
    expect(validation.metrics.accuracy).toBeLessThan(0.7);
  });
});

describe('the body mass of penguins', () => {
  const frame = sample('penguins');
  const [encoded, target, seed] = [encodeFrame(frame), 'body_mass_g', 7];
  const validate = (algorithm: string) =>
    runCandidateTask({
      kind: 'validate',
      frame: encoded,
      target,
      algorithm,
      seed,
      folds: 3,
    }) as ValidationResult;

  it.each(algorithmsFor('regression').filter((name) => name !== baselineAlgorithm))(
    '%s explains most of its differences, and its model as much as was measured',
    (algorithm) => {
      const { metrics, parameters } = validate(algorithm);
      // Nearest neighbours measure all columns alike; the others reach 0.8 and more.
      expect(metrics.r2).toBeGreaterThan(0.6);
      const refit = runCandidateTask({
        kind: 'refit',
        frame: encoded,
        target,
        algorithm,
        members: [{ algorithm, parameters, weight: 1 }],
        seed,
        metric: 'rmse',
        folds: 3,
      }) as RefitResult;
      const scored = scoreModel(decodeModel(refit.scored ?? refit.model), frame, { target, seed });
      expect((scored as QuantityEvaluation).metrics.r2).toBeGreaterThan(0.6);
      expect(scored).toEqual(refit.holdout);
    },
  );

  it('the baseline explains nothing', () => {
    const { metrics } = validate(baselineAlgorithm);
    expect(Math.abs(metrics.r2 ?? 1)).toBeLessThan(0.1);
  });
});
