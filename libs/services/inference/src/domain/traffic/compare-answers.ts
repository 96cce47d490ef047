import type { Predictions } from '@millrace/ml';

/** Answers of two versions to the same rows, beside each other. */
export interface AnswerComparison {
  readonly rows: number;
  /** Rows with the same class; 0 for quantities. */
  readonly agreed: number;
  /** Sum of the absolute differences of quantities; 0 for classes. */
  readonly difference: number;
}

export interface Answered {
  readonly predictions: Predictions;
  /** Names of the classes by number; versions may number them otherwise. */
  readonly classes: readonly string[];
}

/** @returns `undefined` when one answers with classes and the other with quantities */
export function compareAnswers(one: Answered, other: Answered): AnswerComparison | undefined {
  const [first, second] = [one.predictions, other.predictions];
  if (first.kind === 'classes' && second.kind === 'classes') {
    let agreed = 0;
    first.classes.forEach((code, row) => {
      if (one.classes[code] === other.classes[second.classes[row] ?? -1]) agreed++;
    });
    return { rows: first.classes.length, agreed, difference: 0 };
  }
  if (first.kind === 'quantities' && second.kind === 'quantities') {
    let difference = 0;
    first.values.forEach((value, row) => {
      difference += Math.abs(value - (second.values[row] ?? Number.NaN));
    });
    return { rows: first.values.length, agreed: 0, difference };
  }
  return undefined;
}
