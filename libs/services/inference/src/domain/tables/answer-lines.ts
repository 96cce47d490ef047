import type { Predictions } from '@millrace/ml';
import { plainCsvLine } from '../csv-line.js';
import type { LoadedModel } from '../loaded-model.js';
import { probabilitiesOf } from '../probabilities.js';

/** Writes the answers of a stream, a line a row. */
export interface AnswerLines {
  /** What comes before the first row. */
  readonly head: string;
  readonly answered: (predictions: Predictions, row: number) => string;
  readonly refused: (why: string) => string;
}

type Signed = Pick<LoadedModel, 'signature'>;

/** Newline-delimited JSON: `{prediction, probabilities}`, or `{error}` for a row that does not fit. */
export function ndjsonAnswers({ signature: { classes } }: Signed): AnswerLines {
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;
  return {
    head: '',
    answered: (predictions, row) =>
      predictions.kind === 'quantities'
        ? line({ prediction: predictions.values[row] })
        : line({
            prediction: classes[predictions.classes[row] ?? -1],
            probabilities: probabilitiesOf(classes, predictions, row),
          }),
    refused: (error) => line({ error }),
  };
}

/** CSV with the columns `prediction`, `probability_<class>` of each class, and `error` for a row that does not fit. */
export function csvAnswers({ signature: { classes } }: Signed): AnswerLines {
  return {
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
  };
}
