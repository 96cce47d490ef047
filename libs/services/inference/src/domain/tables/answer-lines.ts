import type { Predictions } from '@millrace/ml';
import { plainCsvLine } from '../csv-line.js';
import type { AnsweringModel } from '../answering-model.js';
import { probabilitiesOf } from '../probabilities.js';
import { brokenRow, rowsOf, type AnswerWriter } from './answer-writer.js';

/** How answers are written a line a row. */
interface AnswerLines {
  /** What comes before the first row. */
  readonly head: string;
  readonly answered: (predictions: Predictions, row: number) => string;
  readonly refused: (why: string) => string;
}

type Signed = Pick<AnsweringModel, 'signature'>;

/**
 * Newline-delimited JSON: `{prediction, probabilities}`, or `{error}` for a row that does not fit, which is a text; in the last
 * line of a stream that went wrong it is a problem document.
 */
export function ndjsonAnswers({ signature: { classes } }: Signed): AnswerWriter {
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;
  const lines = linesWriter({
    head: '',
    answered: (predictions, row) =>
      predictions.kind === 'quantities'
        ? line({ prediction: predictions.values[row] })
        : line({
            prediction: classes[predictions.classes[row] ?? -1],
            probabilities: probabilitiesOf(classes, predictions, row),
          }),
    refused: (error) => line({ error }),
  });
  return { ...lines, brokenOff: (error) => Buffer.from(line({ error }), 'utf8') };
}

/**
 * CSV with the columns `prediction`, `probability_<class>` of each class, and `error` for a row that does not fit; in the last
 * line of a stream that went wrong that is a problem document as JSON.
 */
export function csvAnswers({ signature: { classes } }: Signed): AnswerWriter {
  const lines = linesWriter({
    head: plainCsvLine(['prediction', ...classes.map((label) => `probability_${label}`), 'error']),
    answered: (predictions, row) => {
      if (predictions.kind === 'quantities') {
        return plainCsvLine([predictions.values[row] ?? Number.NaN, '']);
      }
      const { probabilities } = predictions;
      const start = row * classes.length;
      return plainCsvLine([
        classes[predictions.classes[row] ?? -1] ?? '',
        ...probabilities.subarray(start, start + classes.length),
        '',
      ]);
    },
    refused: (error) => plainCsvLine(['', ...classes.map(() => ''), error]),
  });
  return { ...lines, brokenOff: brokenRow(lines.told) };
}

function linesWriter({ head, answered, refused }: AnswerLines): Omit<AnswerWriter, 'brokenOff'> {
  return {
    head: Buffer.from(head, 'utf8'),
    answered: (predictions) =>
      encoded(Array.from({ length: rowsOf(predictions) }, (_, row) => answered(predictions, row))),
    told: (outcomes) =>
      encoded(
        outcomes.map((outcome) =>
          outcome.kind === 'answered' ? answered(outcome.predictions, 0) : refused(outcome.why),
        ),
      ),
    tail: new Uint8Array(),
  };
}

function encoded(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.join(''), 'utf8');
}
