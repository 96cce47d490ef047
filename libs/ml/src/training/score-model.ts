import { selectRows, type Frame } from '@millrace/frame';
import { SignatureMismatch } from '../features/signature-mismatch.js';
import { evaluateClassification } from '../metrics/evaluate-classification.js';
import type { Evaluation } from '../metrics/evaluation.js';
import type { Model } from '../model/model.js';
import { codesOf, evaluateAnswers } from './evaluate-answers.js';
import { trainingData, type RowsOfRun } from './training-data.js';
import { TrainingDataError } from './training-data-error.js';

/**
 * Evaluates a model on the rows that a training of this table sets aside. Classes are matched by name; one that the model
 * does not know has the probability 0, so its rows count as mistakes.
 * @throws SignatureMismatch when the table is not what the model takes, or the run learns something of another kind;
 * TrainingDataError
 */
export function scoreModel(model: Model, frame: Frame, run: RowsOfRun): Evaluation {
  const { learned, holdout } = trainingData(frame, run);
  if (holdout.length === 0) throw new TrainingDataError('There are too few rows to set any aside.');
  const predictions = model.predict(selectRows(frame, holdout));
  if (learned.kind === 'quantities' && predictions.kind === 'quantities') {
    return evaluateAnswers(learned, holdout, predictions.values);
  }
  if (learned.kind === 'quantities' || predictions.kind === 'quantities') {
    throw new SignatureMismatch(
      `The model tells ${predictions.kind}, and the target ${JSON.stringify(run.target)} is learned as ${learned.kind}.`,
    );
  }
  const known = model.signature.classes;
  const labels = [...learned.labels, ...known.filter((label) => !learned.labels.includes(label))];
  const placeOf = known.map((label) => labels.indexOf(label));
  const scores = new Float64Array(holdout.length * labels.length);
  for (let row = 0; row < holdout.length; row++) {
    placeOf.forEach((place, code) => {
      scores[row * labels.length + place] =
        predictions.probabilities[row * known.length + code] ?? 0;
    });
  }
  const predicted = predictions.classes.map((code) => placeOf[code] ?? 0);
  return evaluateClassification(codesOf(learned, holdout), scores, labels, predicted);
}
