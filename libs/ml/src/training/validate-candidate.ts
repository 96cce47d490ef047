import { decodeFrame } from '@millrace/frame';
import { widthOf } from '../design/design.js';
import { fitFeatures } from '../features/fit-features.js';
import { learnerOf } from '../learners/catalogue.js';
import type { FitNotes, FitSize, Learner, Parameters } from '../learners/learner.js';
import type { Evaluation } from '../metrics/evaluation.js';
import { answersPerRow, taskOf } from '../target/learned-target.js';
import type { ValidationResult, ValidationTask } from './candidate-task.js';
import { evaluateAnswers } from './evaluate-answers.js';
import { answerRows, fitPipeline } from './fit-pipeline.js';
import { mean, meanMetrics, meanNotes } from './mean-metrics.js';
import { keepAnswers, placesAmong } from './out-of-fold.js';
import { trainingData, type TrainingData } from './training-data.js';
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
  const data = trainingData(decodeFrame(task.frame), task);
  const limit = task.fitSecondsLimit ?? defaultFitSeconds;
  const reason = taskReason(learner, data) ?? budgetReason(learner, parameters, data, limit);
  if (reason !== undefined) return { ...head, status: 'skipped', reason, metrics: {} };
  const { learned, train } = data;
  const width = answersPerRow(learned);
  const folds = data.folds(task.folds);
  const wanted = task.foldNumbers ?? folds.map((_, number) => number);
  const placesOf = placesAmong(data);
  const outOfFold = new Float32Array(train.length * width);
  const evaluations: Evaluation[] = [];
  const notes: FitNotes[] = [];
  const fitMs: number[] = [];
  const predictMicros: number[] = [];
  for (const [number, { train: rows, validation }] of folds.entries()) {
    if (!wanted.includes(number)) continue;
    const started = now();
    const fitted = fitPipeline({ ...data, rows, learner, parameters, crew });
    const fittedAt = now();
    const answers = answerRows(fitted, data.frame, validation, width);
    predictMicros.push(((now() - fittedAt) * 1000) / validation.length);
    fitMs.push(fittedAt - started);
    notes.push(fitted.notes);
    evaluations.push(evaluateAnswers(learned, validation, answers));
    const where = { rows: validation, places: placesOf(validation) };
    keepAnswers(outOfFold, learned, where, answers);
  }
  return {
    ...head,
    status: 'succeeded',
    metrics: meanMetrics(evaluations.map(({ metrics }) => metrics)),
    notes: meanNotes(notes),
    fitSeconds: mean(fitMs) / 1000,
    predictMicrosPerRow: mean(predictMicros),
    outOfFold,
  };
}

function taskReason({ tasks }: Learner, { learned }: TrainingData): string | undefined {
  if (tasks.includes(taskOf(learned))) return undefined;
  return learned.kind === 'classes'
    ? 'It learns quantities, and the target is classes.'
    : 'It learns classes, and the target is a quantity.';
}

function budgetReason(
  learner: Learner,
  parameters: Parameters,
  { frame, apart, learned, train }: TrainingData,
  limit: number,
): string | undefined {
  const features = fitFeatures(frame, train, { apart });
  const size: FitSize = {
    rows: train.length,
    features: features.length,
    width: widthOf(features),
    outputs: answersPerRow(learned),
  };
  const seconds = learner.estimateSeconds(size, parameters);
  const most = Math.min(limit, learner.mostFitSeconds ?? limit);
  if (seconds <= most) return undefined;
  return `Over its budget: one fit of ${train.length} rows by ${size.width} columns would take about ${Math.ceil(seconds)} s; the limit is ${most} s.`;
}
