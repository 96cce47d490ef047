import {
  calibrate,
  fitCalibration,
  type Calibration,
  type CalibrationMethod,
  type CalibrationRows,
} from './fit-calibration.js';

/** Rows that are enough to fit on. */
const mostRows = 100_000;
const leastShare = 1e-15;
/** What is not told apart from chance is not taken. */
const standardErrors = 1;

export interface CrossFittedRows extends CalibrationRows {
  /** The fold of each row: that which had not learned from it. */
  readonly folds: Int32Array;
}

export interface CalibrationChoice {
  readonly method: CalibrationMethod | 'none';
  /** Fitted on all rows; absent where none helps. */
  readonly calibration?: Calibration;
  /** rows x classes: each row as a calibration fitted on the other folds has it; as they were where none helps. */
  readonly probabilities: Float64Array;
  /** Mean log loss, in nats a row, before and after. */
  readonly logLoss: { readonly before: number; readonly after: number };
}

/**
 * Tries both methods, each fitted on the other folds of a row, and takes the one with the lower log loss, if it is lower
 * than without by more than its standard error.
 * @throws RangeError without rows
 */
export function chooseCalibration(rows: CrossFittedRows): CalibrationChoice {
  const before = lossesOf(rows, rows.probabilities);
  let best: CalibrationChoice = {
    method: 'none',
    probabilities: rows.probabilities,
    logLoss: { before: mean(before), after: mean(before) },
  };
  if (new Set(rows.folds).size < 2) return best;
  for (const method of ['isotonic', 'platt'] as const) {
    const probabilities = crossFit(method, rows);
    const after = lossesOf(rows, probabilities);
    const gains = before.map((loss, row) => loss - (after[row] ?? 0));
    const gain = mean(gains);
    const spread = Math.sqrt(mean(gains.map((each) => (each - gain) ** 2)) / gains.length);
    if (!(gain > standardErrors * spread) || mean(after) >= best.logLoss.after) continue;
    const calibration = fitCalibration(method, thinned(rows));
    const logLoss = { before: best.logLoss.before, after: mean(after) };
    best = { method, calibration, probabilities, logLoss };
  }
  return best;
}

function crossFit(method: CalibrationMethod, rows: CrossFittedRows): Float64Array {
  const { probabilities, classCount, folds } = rows;
  const fitted = new Float64Array(probabilities.length);
  for (const fold of new Set(folds)) {
    const others = thinned(only(rows, (row) => folds[row] !== fold));
    const calibration = fitCalibration(method, others);
    const own = [...folds.keys()].filter((row) => folds[row] === fold);
    const given = Float64Array.from({ length: own.length * classCount }, (_, at) => {
      const row = own[Math.floor(at / classCount)] ?? 0;
      return probabilities[row * classCount + (at % classCount)] ?? 0;
    });
    const answers = calibrate(calibration, given, classCount);
    own.forEach((row, index) => {
      const from = index * classCount;
      fitted.set(answers.subarray(from, from + classCount), row * classCount);
    });
  }
  return fitted;
}

function thinned(rows: CalibrationRows): CalibrationRows {
  const step = Math.ceil(rows.codes.length / mostRows);
  return step === 1 ? rows : only(rows, (row) => row % step === 0);
}

function only(
  { probabilities, codes, classCount }: CalibrationRows,
  wanted: (row: number) => boolean,
): CalibrationRows {
  return {
    classCount,
    codes: codes.filter((_, row) => wanted(row)),
    probabilities: probabilities.filter((_, at) => wanted(Math.floor(at / classCount))),
  };
}

function lossesOf(
  { codes, classCount }: CalibrationRows,
  probabilities: Float64Array,
): Float64Array {
  return Float64Array.from(codes, (code, row) => {
    const share = probabilities[row * classCount + code] ?? 0;
    return -Math.log(Math.max(share, leastShare));
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
