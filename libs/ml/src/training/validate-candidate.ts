import { decodeFrame } from '@millrace/frame';
import { widthOf } from '../design/design.js';
import { fitFeatures } from '../features/fit-features.js';
import { learnerOf } from '../learners/catalogue.js';
import type { FitSize, Learner, Parameters } from '../learners/learner.js';
import { evaluateClassification } from '../metrics/evaluate-classification.js';
import type { ClassEvaluation } from '../metrics/evaluation.js';
import { stratifiedFolds } from '../split/stratified-folds.js';
import type { ValidationResult, ValidationTask } from './candidate-task.js';
import { fitClassifier, scoreRows } from './fit-classifier.js';
import { mean, meanMetrics } from './mean-metrics.js';
import { codesOf, trainingData, type TrainingData } from './training-data.js';
import type { Workplace } from './workplace.js';

/** How long one fit may be expected to take before the candidate is passed over, in seconds. */
export const defaultFitSeconds = 15;

/**
 * Cross-validates one candidate on the training rows; the holdout is not looked at. Features and learner are fitted
 * anew in each fold.
 * @throws TrainingDataError when the rows allow no training at all
 */
export function validateCandidate(
  task: ValidationTask,
  { now, crew }: Workplace,
): ValidationResult {
  const learner = learnerOf(task.algorithm);
  const parameters: Parameters = { ...learner.defaults, ...task.parameters };
  const head = { kind: 'validate', parameters } as const;
  const data = trainingData(decodeFrame(task.frame), task.target, task.seed);
  const limit = task.fitSecondsLimit ?? defaultFitSeconds;
  const overBudget = budgetReason(learner, parameters, data, limit);
  if (overBudget !== undefined) {
    return { ...head, status: 'skipped', reason: overBudget, metrics: {} };
  }
  const { classes, train } = data;
  const classCount = classes.labels.length;
  const folds = foldsOf(data, task);
  const wanted = task.foldNumbers ?? folds.map((_, number) => number);
  const placeOf = new Map(Array.from(train, (row, place) => [row, place] as const));
  const outOfFold = new Float32Array(train.length * classCount);
  const evaluations: ClassEvaluation[] = [];
  const fitMs: number[] = [];
  const predictMicros: number[] = [];
  for (const [number, { train: rows, validation }] of folds.entries()) {
    if (!wanted.includes(number)) continue;
    const started = now();
    const fitted = fitClassifier({ ...data, rows, learner, parameters, seed: task.seed, crew });
    const fittedAt = now();
    const scores = scoreRows(fitted, data.frame, validation, classCount);
    predictMicros.push(((now() - fittedAt) * 1000) / validation.length);
    fitMs.push(fittedAt - started);
    evaluations.push(evaluateClassification(codesOf(classes, validation), scores, classes.labels));
    validation.forEach((row, index) => {
      const own = scores.subarray(index * classCount, (index + 1) * classCount);
      outOfFold.set(own, (placeOf.get(row) ?? 0) * classCount);
    });
  }
  return {
    ...head,
    status: 'succeeded',
    metrics: meanMetrics(evaluations.map(({ metrics }) => metrics)),
    fitSeconds: mean(fitMs) / 1000,
    predictMicrosPerRow: mean(predictMicros),
    outOfFold,
  };
}

/** The folds of a run's training rows: the same for every candidate. */
export function foldsOf(
  { classes, train }: TrainingData,
  { folds, seed }: { readonly folds: number; readonly seed: number },
) {
  return stratifiedFolds(classes.codes, train, { folds: Math.min(folds, train.length), seed });
}

function budgetReason(
  learner: Learner,
  parameters: Parameters,
  { frame, target, classes, train }: TrainingData,
  limit: number,
): string | undefined {
  const features = fitFeatures(frame, train, { target });
  const size: FitSize = {
    rows: train.length,
    features: features.length,
    width: widthOf(features),
    outputs: classes.labels.length,
  };
  const seconds = learner.estimateSeconds(size, parameters);
  if (seconds <= limit) return undefined;
  return `Over its budget: one fit of ${train.length} rows by ${size.width} columns would take about ${Math.ceil(seconds)} s; the limit is ${limit} s.`;
}
