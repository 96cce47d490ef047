import type { Problem } from '@millrace/api';
import type { Predictions } from '@millrace/ml';

/** What became of a row that was asked about by itself. */
export type RowOutcome =
  | { readonly kind: 'answered'; readonly predictions: Predictions }
  | { readonly kind: 'refused'; readonly why: string };

/** Writes the answers of a stream, in the order of its rows. */
export interface AnswerWriter {
  /** What comes before the first row. */
  readonly head: Uint8Array;
  /** Rows that were all answered. */
  readonly answered: (predictions: Predictions) => Uint8Array;
  /** Rows of which some may not have fitted. */
  readonly told: (outcomes: readonly RowOutcome[]) => Uint8Array;
  /** What comes behind the last row. */
  readonly tail: Uint8Array;
  /** What comes in place of the rest where the stream went wrong. */
  readonly brokenOff: (problem: Problem) => Uint8Array;
}

export function rowsOf(predictions: Predictions): number {
  return predictions.kind === 'classes' ? predictions.classes.length : predictions.values.length;
}

/** Of formats with a column `error`: a last row that answers nothing, whose error is the problem document as JSON. */
export function brokenRow(told: AnswerWriter['told']): AnswerWriter['brokenOff'] {
  return (problem) => told([{ kind: 'refused', why: JSON.stringify(problem) }]);
}
