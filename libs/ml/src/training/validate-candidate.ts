import { decodeFrame } from '@millrace/frame';
import { learnerOf } from '../learners/catalogue.js';
import type { FitSize, Learner } from '../learners/learner.js';
import {
  evaluateClassification,
  metricNames,
  type Evaluation,
} from '../metrics/evaluate-classification.js';
import { widthOf } from '../design/design.js';
import { fitFeatures } from '../features/fit-features.js';
import { stratifiedFolds } from '../split/stratified-folds.js';
import type { ValidationResult, ValidationTask } from './candidate-task.js';
import { fitClassifier, scoreRows } from './fit-classifier.js';
import type { Workplace } from './workplace.js';
import { codesOf, trainingData, type TrainingData } from './training-data.js';

/** How long one fit may be expected to take before the candidate is passed over, in seconds. */
export const defaultFitSeconds = 15;

/**
 * Cross-validates one candidate on the training rows; the holdout is not looked at. Encoding and learner are fitted
 * anew in each fold.
 * @throws TrainingDataError when the rows allow no training at all
 */
export function validateCandidate(
  task: ValidationTask,
  { now, crew }: Workplace,
): ValidationResult {
  const learner = learnerOf(task.algorithm);
  const parameters = learner.defaults;
  const head = { kind: 'validate', parameters } as const;
  const data = trainingData(decodeFrame(task.frame), task.target, task.seed);
  const overBudget = budgetReason(learner, data, task.fitSecondsLimit ?? defaultFitSeconds);
  if (overBudget !== undefined) {
    return { ...head, status: 'skipped', reason: overBudget, metrics: {} };
  }
  const { frame, target, classes, train, seed } = { ...data, seed: task.seed };
  const folds = Math.min(task.folds, train.length);
  const evaluations: Evaluation[] = [];
  let fitMs = 0;
  let predictMs = 0;
  for (const fold of stratifiedFolds(classes.codes, train, { folds, seed })) {
    const started = now();
    const fitted = fitClassifier({
      frame,
      target,
      classes,
      rows: fold.train,
      learner,
      parameters,
      seed,
      crew,
    });
    const fittedAt = now();
    const scores = scoreRows(fitted, frame, fold.validation, classes.labels.length);
    fitMs += fittedAt - started;
    predictMs += now() - fittedAt;
    const actual = codesOf(classes, fold.validation);
    evaluations.push(evaluateClassification(actual, scores, classes.labels));
  }
  return {
    ...head,
    status: 'succeeded',
    metrics: Object.fromEntries(
      metricNames.map((name) => [name, mean(evaluations.map(({ metrics }) => metrics[name]))]),
    ),
    fitSeconds: fitMs / folds / 1000,
    predictMicrosPerRow: (predictMs * 1000) / train.length,
  };
}

function budgetReason(
  learner: Learner,
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
  const seconds = learner.estimateSeconds(size, learner.defaults);
  if (seconds <= limit) return undefined;
  return `Over its budget: one fit of ${train.length} rows by ${size.width} columns would take about ${Math.ceil(seconds)} s; the limit is ${limit} s.`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
