import { PlatformError } from '@millrace/platform';
import type { Predictions } from '@millrace/ml';
import type { LoadedModel } from '../domain/loaded-model.js';
import { frameOfRows } from '../domain/frame-of-rows.js';
import { encodeLogLine } from '../domain/log-line.js';
import type { FeatureRow } from '../domain/feature-row.js';
import type { InferenceContext } from './context.js';

export interface PredictionAnswer {
  readonly model: string;
  readonly version: number;
  readonly predictions: readonly string[];
  /** Row by row, class to probability. */
  readonly probabilities: readonly Readonly<Record<string, number>>[];
}

const maxRows = 10_000;

/**
 * Answers for rows of named features, and does so only once every row is in the journal: an answer never outruns its
 * record.
 * @throws PlatformError `invalid_argument` with a fault a field, `unavailable` while the journal cannot be written
 */
export async function predict(
  context: Pick<InferenceContext, 'journal' | 'clock' | 'ids'>,
  loaded: LoadedModel,
  instances: readonly unknown[],
): Promise<PredictionAnswer> {
  if (instances.length === 0 || instances.length > maxRows) {
    const message = `Send between 1 and ${maxRows} instances.`;
    throw new PlatformError('invalid_argument', message, {
      faults: [{ field: '/instances', message }],
    });
  }
  const checked = loaded.check(instances);
  if ('faults' in checked) {
    const message = `The input does not fit the signature of ${loaded.model} version ${loaded.version}.`;
    throw new PlatformError('invalid_argument', message, { faults: checked.faults });
  }
  const { signature } = loaded;
  const scores = loaded.predict(frameOfRows(signature.inputs, checked.rows));
  const predictions = Array.from(scores.classes, (code) => signature.classes[code] ?? '');
  const probabilities = byClass(signature.classes, scores);
  await record(context, loaded, checked.rows, predictions, probabilities);
  return { model: loaded.model, version: loaded.version, predictions, probabilities };
}

function byClass(classes: readonly string[], scores: Predictions): Record<string, number>[] {
  return Array.from(scores.classes, (_, row) =>
    Object.fromEntries(
      classes.map((label, index) => [
        label,
        scores.probabilities[row * classes.length + index] ?? Number.NaN,
      ]),
    ),
  );
}

async function record(
  { journal, clock, ids }: Pick<InferenceContext, 'journal' | 'clock' | 'ids'>,
  { model, version, signature }: LoadedModel,
  rows: readonly FeatureRow[],
  predictions: readonly string[],
  probabilities: readonly Readonly<Record<string, number>>[],
): Promise<void> {
  const at = clock.now().toISOString();
  const lines = rows.map((row, index) =>
    encodeLogLine({
      id: ids.next(),
      at,
      model,
      version,
      features: Object.fromEntries(
        signature.inputs.map(({ name }, column) => [name, row[column] ?? null]),
      ),
      prediction: predictions[index] ?? '',
      probabilities: probabilities[index] ?? {},
    }),
  );
  await Promise.all(lines.map((line) => journal.append(line)));
}
