import {
  ArrowWriter,
  type CategoricalColumn,
  type Column,
  type WrittenField,
} from '@millrace/frame';
import type { Predictions } from '@millrace/ml';
import type { AnsweringModel } from '../answering-model.js';
import type { AnswerExplanation } from '../explain/answer-explanation.js';
import { brokenRow, rowsOf, type AnswerWriter, type RowOutcome } from './answer-writer.js';

/**
 * Arrow IPC, the streaming format: the columns `prediction`, `probability_<class>` of each class, and `error` for a row
 * that does not fit; in the last row of a stream that went wrong that is a problem document as JSON. Classes are sent once, as a dictionary. Each is made for one stream.
 */
export function arrowAnswers({
  signature: { classes },
}: Pick<AnsweringModel, 'signature'>): AnswerWriter {
  const writer = new ArrowWriter(saidFields(classes));
  const batch = (rowCount: number, said: readonly Column[], errors: Column) =>
    writer.batch({ rowCount, columns: [...said, errors] });
  const told: AnswerWriter['told'] = (outcomes) =>
    batch(
      outcomes.length,
      saidColumns(classes, joined(classes, outcomes)),
      errorColumn(
        outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.why : undefined)),
      ),
    );
  return {
    head: writer.head(),
    answered: (predictions) => {
      const rows = rowsOf(predictions);
      const errors = errorColumn(Array.from({ length: rows }, () => undefined));
      return batch(rows, saidColumns(classes, predictions), errors);
    },
    told,
    brokenOff: brokenRow(told),
    tail: writer.tail(),
  };
}

function saidFields(classes: readonly string[]): WrittenField[] {
  return [
    { name: 'prediction', type: classes.length === 0 ? 'float64' : 'dictionary' },
    ...classes.map((label): WrittenField => ({ name: `probability_${label}`, type: 'float64' })),
    { name: 'error', type: 'utf8' },
  ];
}

/**
 * One answer as a whole stream, explained: behind the columns of `arrowAnswers` come `base_<score>`, and
 * `contribution_<score>_<feature>`, which add up to the score row by row.
 */
export function explainedArrow(
  { signature: { classes } }: Pick<AnsweringModel, 'signature'>,
  predictions: Predictions,
  { explainer: { scores, features, baseValues }, contributions }: AnswerExplanation,
): Uint8Array {
  const rowCount = rowsOf(predictions);
  const perRow = scores.length * features.length;
  const bases = scores.map((score, at) =>
    numeric(`base_${score}`, new Float64Array(rowCount).fill(baseValues[at] ?? NaN)),
  );
  const added = scores.flatMap((score, at) =>
    features.map((feature, column) =>
      numeric(
        `contribution_${score}_${feature}`,
        Float64Array.from(
          { length: rowCount },
          (_, row) => contributions[row * perRow + at * features.length + column] ?? NaN,
        ),
      ),
    ),
  );
  const errors = errorColumn(Array.from({ length: rowCount }, () => undefined));
  const columns = [...saidColumns(classes, predictions), errors, ...bases, ...added];
  const figures = [...bases, ...added].map(({ name }): WrittenField => ({ name, type: 'float64' }));
  const writer = new ArrowWriter([...saidFields(classes), ...figures]);
  return Buffer.concat([writer.head(), writer.batch({ rowCount, columns }), writer.tail()]);
}

function numeric(name: string, values: Float64Array): Column {
  return { kind: 'numeric', name, type: 'number', values };
}

function saidColumns(classes: readonly string[], predictions: Predictions): Column[] {
  if (predictions.kind === 'quantities') return [numeric('prediction', predictions.values)];
  const { classes: codes, probabilities } = predictions;
  return [
    { kind: 'categorical', name: 'prediction', type: 'string', codes, categories: classes },
    ...classes.map((label, place) =>
      numeric(
        `probability_${label}`,
        Float64Array.from(codes, (_, row) => probabilities[row * classes.length + place] ?? NaN),
      ),
    ),
  ];
}

/** Predictions of rows that were asked by themselves, missing where one did not fit. */
function joined(classes: readonly string[], outcomes: readonly RowOutcome[]): Predictions {
  const said = outcomes.map((outcome) =>
    outcome.kind === 'answered' ? outcome.predictions : undefined,
  );
  if (classes.length === 0) {
    const values = said.map((each) => (each?.kind === 'quantities' ? each.values[0] : undefined));
    return { kind: 'quantities', values: Float64Array.from(values, (value) => value ?? NaN) };
  }
  const probabilities = new Float64Array(said.length * classes.length).fill(NaN);
  const codes = new Int32Array(said.length).fill(-1);
  said.forEach((each, row) => {
    if (each?.kind !== 'classes') return;
    codes[row] = each.classes[0] ?? -1;
    probabilities.set(each.probabilities, row * classes.length);
  });
  return { kind: 'classes', classes: codes, probabilities };
}

function errorColumn(errors: readonly (string | undefined)[]): CategoricalColumn {
  const categories = [...new Set(errors.filter((error) => error !== undefined))];
  const codes = Int32Array.from(errors, (error) =>
    error === undefined ? -1 : categories.indexOf(error),
  );
  return { kind: 'categorical', name: 'error', type: 'string', codes, categories };
}
