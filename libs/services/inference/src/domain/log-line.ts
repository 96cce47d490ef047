import type { Predictions } from '@millrace/ml';
import type { FeatureValue } from './feature-value.js';
import { valueAt, type InputTable } from './input-table.js';
import type { LoadedModel } from './loaded-model.js';
import { probabilitiesOf } from './probabilities.js';

/** One answered row, as it is kept. */
export interface LoggedPrediction {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly model: string;
  readonly version: number;
  readonly features: Readonly<Record<string, FeatureValue>>;
  /** The class; of a regression the number. */
  readonly prediction: string | number;
  /** A regression has none. */
  readonly probabilities?: Readonly<Record<string, number>>;
}

/** A line for each row of a table. */
export function logLinesOf(
  { model, version, signature }: LoadedModel,
  table: InputTable,
  predictions: Predictions,
  { at, nextId }: { readonly at: string; readonly nextId: () => string },
): string[] {
  const { inputs, classes } = signature;
  return Array.from({ length: table.rows }, (_, row) => {
    const features = inputs.map(
      ({ name }, column) => [name, valueAt(inputs, table, row, column)] as const,
    );
    const logged: LoggedPrediction = {
      id: nextId(),
      at,
      model,
      version,
      features: Object.fromEntries(features),
      ...saidOf(classes, predictions, row),
    };
    return JSON.stringify(logged);
  });
}

function saidOf(
  classes: readonly string[],
  predictions: Predictions,
  row: number,
): Pick<LoggedPrediction, 'prediction' | 'probabilities'> {
  if (predictions.kind === 'quantities') {
    return { prediction: predictions.values[row] ?? Number.NaN };
  }
  return {
    prediction: classes[predictions.classes[row] ?? -1] ?? '',
    probabilities: probabilitiesOf(classes, predictions, row),
  };
}

export function decodeLogLine(line: string): LoggedPrediction {
  return JSON.parse(line) as LoggedPrediction;
}
