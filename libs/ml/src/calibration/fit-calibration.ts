import { calibratedScorer } from '../scorers/calibrated.js';
import { plattScorer, logOddsOf } from '../scorers/platt.js';
import type { CalibratedState, PlattState } from '../scorers/scorer-state.js';
import { fitIsotonic, type Knots } from './isotonic.js';
import { fitPlatt } from './platt.js';

export type CalibrationMethod = 'isotonic' | 'platt';

/** What puts another scorer's probabilities right. */
export type Calibration = Omit<CalibratedState, 'member'> | Omit<PlattState, 'member'>;

/** Probabilities of rows that were not learned from, and what the rows are. */
export interface CalibrationRows {
  /** rows x classes, row-major */
  readonly probabilities: Float64Array;
  /** Class of each row. */
  readonly codes: Int32Array;
  readonly classCount: number;
}

/**
 * Fits each class against the rest; their probabilities are scaled to sum to 1 (Zadrozny and Elkan 2002). Two classes are
 * fitted as one.
 * @throws RangeError without rows
 */
export function fitCalibration(
  method: CalibrationMethod,
  { probabilities, codes, classCount }: CalibrationRows,
): Calibration {
  const sharesOf = (code: number) =>
    Float64Array.from(codes, (_, row) => probabilities[row * classCount + code] ?? 0);
  const outcomesOf = (code: number) => Float64Array.from(codes, (own) => (own === code ? 1 : 0));
  const fitted = Array.from({ length: classCount }, (_, code) => code).slice(
    classCount === 2 ? 1 : 0,
  );
  if (method === 'platt') {
    const curves = fitted.map((code) => fitPlatt(sharesOf(code).map(logOddsOf), outcomesOf(code)));
    if (classCount === 2) {
      // The log odds of the first class are those of the second, the other way round.
      curves.unshift(...curves.map(({ slope, offset }) => ({ slope, offset: -offset })));
    }
    return {
      kind: 'platt',
      slopes: Float64Array.from(curves, ({ slope }) => slope),
      offsets: Float64Array.from(curves, ({ offset }) => offset),
    };
  }
  // So many rows do not rule a class out, nor make it certain.
  const least = 1 / (codes.length + 2);
  const lines = fitted.map((code): Knots => {
    const { x, y } = fitIsotonic(sharesOf(code), outcomesOf(code));
    return { x, y: y.map((value) => Math.min(Math.max(value, least), 1 - least)) };
  });
  if (classCount === 2) lines.unshift(...lines.map(mirrored));
  const knotsFrom = new Int32Array(classCount + 1);
  lines.forEach(({ x }, code) => {
    knotsFrom[code + 1] = (knotsFrom[code] ?? 0) + x.length;
  });
  return {
    kind: 'calibrated',
    knotsFrom,
    x: Float64Array.from(lines.flatMap(({ x }) => [...x])),
    y: Float64Array.from(lines.flatMap(({ y }) => [...y])),
  };
}

/** @param probabilities rows x classes, row-major: not changed @returns the same, put right */
export function calibrate(
  calibration: Calibration,
  probabilities: Float64Array,
  classCount: number,
): Float64Array {
  const shape = { features: [], outputs: classCount };
  const given = () => probabilities.slice();
  const table = { rows: probabilities.length / classCount, columns: 0, values: new Float64Array() };
  return calibration.kind === 'platt'
    ? plattScorer(calibration, shape, given)(table)
    : calibratedScorer(calibration, shape, given)(table);
}

function mirrored({ x, y }: Knots): Knots {
  return { x: x.map((value) => 1 - value).reverse(), y: y.map((value) => 1 - value).reverse() };
}
