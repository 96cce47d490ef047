import { columnByName, decodeFrame, isMissing, type Column } from '@millrace/frame';
import { learnerOf } from '../learners/catalogue.js';
import { evaluateClassification } from '../metrics/evaluate-classification.js';
import { encodeModel } from '../model/model-file.js';
import type { Crew } from '../parallel/crew.js';
import { signatureOf, type ModelSignature } from '../model/signature.js';
import type { InputExample, RefitResult, RefitTask } from './candidate-task.js';
import { fitClassifier, scoreRows } from './fit-classifier.js';
import { codesOf, trainingData, type TrainingData } from './training-data.js';
import { TrainingDataError } from './training-data-error.js';

/** Fits a candidate on all training rows and scores it on the rows that were set aside. @throws TrainingDataError */
export function refitCandidate(
  { frame, target, algorithm, parameters, seed }: RefitTask,
  crew: Crew,
): RefitResult {
  const learner = learnerOf(algorithm);
  const data = trainingData(decodeFrame(frame), target, seed);
  const { classes, train, holdout } = data;
  if (holdout.length === 0) throw new TrainingDataError('There are too few rows to set any aside.');
  const fitted = fitClassifier({ ...data, rows: train, learner, parameters, seed, crew });
  const scores = scoreRows(fitted, data.frame, holdout, classes.labels.length);
  const signature = signatureOf(fitted.features, { target, classes: classes.labels });
  return {
    kind: 'refit',
    model: encodeModel({
      algorithm,
      target,
      classes: classes.labels,
      features: fitted.features,
      scorer: fitted.scorer,
    }),
    holdout: evaluateClassification(codesOf(classes, holdout), scores, classes.labels),
    signature,
    inputExample: inputExampleOf(signature, data),
  };
}

function inputExampleOf({ inputs }: ModelSignature, { frame, train }: TrainingData): InputExample {
  const row = train[0] ?? 0;
  return Object.fromEntries(
    inputs.map(({ name }) => {
      const column = columnByName(frame, name);
      return [name, column && !isMissing(column, row) ? valueOf(column, row) : null];
    }),
  );
}

function valueOf(column: Column, row: number): string | number | boolean | null {
  if (column.kind === 'numeric') {
    const value = column.values[row] ?? Number.NaN;
    // JSON has no infinities.
    return Number.isFinite(value) ? value : null;
  }
  const category = column.categories[column.codes[row] ?? -1] ?? '';
  return column.type === 'boolean' ? category === 'true' : category;
}
