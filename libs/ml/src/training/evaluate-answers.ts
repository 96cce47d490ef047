import { evaluateClassification } from '../metrics/evaluate-classification.js';
import { evaluateRegression } from '../metrics/evaluate-regression.js';
import type { Evaluation } from '../metrics/evaluation.js';
import { decidedClasses } from '../threshold/decided-classes.js';
import type { LearnedTarget } from '../target/learned-target.js';

/**
 * How good answers are to what the rows hold.
 * @param answers rows x classes, row-major; or one value a row
 * @param threshold of two classes, where the likelier is not what is taken
 * @throws RangeError without rows
 */
export function evaluateAnswers(
  learned: LearnedTarget,
  rows: Uint32Array,
  answers: Float64Array,
  threshold?: number,
): Evaluation {
  return learned.kind === 'classes'
    ? evaluateClassification(
        codesOf(learned, rows),
        answers,
        learned.labels,
        decidedClasses(answers, learned.labels.length, threshold),
      )
    : evaluateRegression(valuesOf(learned, rows), answers);
}

/** Classes of the rows, in their order. */
export function codesOf(
  { codes }: Extract<LearnedTarget, { kind: 'classes' }>,
  rows: Uint32Array,
): Int32Array {
  return Int32Array.from(rows, (row) => codes[row] ?? -1);
}

/** Values of the rows, in their order. */
export function valuesOf(
  { values }: Extract<LearnedTarget, { kind: 'quantities' }>,
  rows: Uint32Array,
): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
}
