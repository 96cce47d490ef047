import type { Predictions } from '@millrace/ml';
import type { InputTable } from '../domain/input-table.js';
import { logLinesOf } from '../domain/log-line.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { InferenceContext } from './context.js';

/** What a protocol encodes: the rows that were asked about, and what the model says of each. */
export interface Answer {
  readonly loaded: LoadedModel;
  readonly table: InputTable;
  readonly predictions: Predictions;
}

/**
 * Answers for checked rows, and does so only once every row is in the journal: an answer never outruns its record.
 * @throws PlatformError `unavailable` while the journal cannot be written
 */
export async function answer(
  { journal, clock, ids }: Pick<InferenceContext, 'journal' | 'clock' | 'ids'>,
  loaded: LoadedModel,
  table: InputTable,
): Promise<Answer> {
  const predictions = loaded.score(table);
  const lines = logLinesOf(loaded, table, predictions, {
    at: clock.now().toISOString(),
    nextId: () => ids.next(),
  });
  await Promise.all(lines.map((line) => journal.append(line)));
  return { loaded, table, predictions };
}
