import { chooseCalibration, type CalibrationChoice } from '../calibration/choose-calibration.js';
import type { CalibrationMethod } from '../calibration/fit-calibration.js';
import type { Fold } from '../split/stratified-folds.js';
import { isTunable, tuneThreshold, type ThresholdChoice } from '../threshold/tune-threshold.js';
import { codesOf } from './evaluate-answers.js';
import type { TrainingData } from './training-data.js';

/** How probabilities became classes, for people. */
export interface Decision {
  readonly calibration: {
    readonly method: CalibrationMethod | 'none';
    /** Mean over the training rows, each calibrated by the other folds; in nats a row. */
    readonly logLoss: { readonly before: number; readonly after: number };
  };
  /** Absent where the likelier class is taken. */
  readonly threshold?: ThresholdChoice & { readonly metric: string };
}

export interface TunedDecision extends Decision {
  readonly choice: CalibrationChoice;
}

/**
 * Learns from the training rows how a candidate's probabilities are put right, and of two classes from which probability on
 * a row is taken for the second. Of each row only what was said by those who had not learned from it is looked at.
 * @param answersTo what the candidate says of rows of the fold that it had not learned from: rows x classes
 */
export function tuneDecision(
  data: Pick<TrainingData, 'learned'>,
  folds: readonly Fold[],
  answersTo: (fold: Fold) => Float64Array,
  metric: string,
): TunedDecision | undefined {
  const { learned } = data;
  if (learned.kind === 'quantities') return undefined;
  const classCount = learned.labels.length;
  const rows = folds.flatMap(({ validation }) => [...validation]);
  const probabilities = new Float64Array(rows.length * classCount);
  const numbers = new Int32Array(rows.length);
  let next = 0;
  folds.forEach((fold, number) => {
    probabilities.set(answersTo(fold), next * classCount);
    numbers.fill(number, next, next + fold.validation.length);
    next += fold.validation.length;
  });
  const codes = codesOf(learned, Uint32Array.from(rows));
  const choice = chooseCalibration({ probabilities, codes, classCount, folds: numbers });
  const { method, logLoss } = choice;
  const calibration = { method, logLoss };
  if (classCount !== 2 || !isTunable(metric)) return { calibration, choice };
  const seconds = codes.length;
  const threshold = tuneThreshold(
    {
      probabilities: Float64Array.from({ length: seconds }, (_, row) => {
        return choice.probabilities[row * 2 + 1] ?? 0;
      }),
      codes,
      folds: numbers,
    },
    metric,
  );
  return { calibration, choice, ...(threshold && { threshold: { ...threshold, metric } }) };
}
