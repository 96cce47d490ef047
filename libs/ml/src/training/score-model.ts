import { selectRows, type Frame } from '@millrace/frame';
import { evaluateClassification } from '../metrics/evaluate-classification.js';
import type { ClassEvaluation } from '../metrics/evaluation.js';
import type { Model } from '../model/model.js';
import { codesOf, trainingData } from './training-data.js';
import { TrainingDataError } from './training-data-error.js';

/**
 * Evaluates a model on the rows that a training of this table, target and seed sets aside. Classes are matched by
 * name; one that the model does not know has the probability 0, so its rows count as mistakes.
 * @throws SignatureMismatch when the table is not what the model takes; TrainingDataError
 */
export function scoreModel(
  model: Model,
  frame: Frame,
  { target, seed }: { readonly target: string; readonly seed: number },
): ClassEvaluation {
  const { classes, holdout } = trainingData(frame, target, seed);
  if (holdout.length === 0) throw new TrainingDataError('There are too few rows to set any aside.');
  const { probabilities } = model.predict(selectRows(frame, holdout));
  const known = model.signature.classes;
  const labels = [...classes.labels, ...known.filter((label) => !classes.labels.includes(label))];
  const placeOf = known.map((label) => labels.indexOf(label));
  const scores = new Float64Array(holdout.length * labels.length);
  for (let row = 0; row < holdout.length; row++) {
    placeOf.forEach((place, code) => {
      scores[row * labels.length + place] = probabilities[row * known.length + code] ?? 0;
    });
  }
  return evaluateClassification(codesOf(classes, holdout), scores, labels);
}
