import type { Predictions } from '@millrace/ml';
import type { InputTable } from '../domain/input-table.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import { encodeRecord } from '../domain/prediction-record.js';
import type { InferenceContext } from './context.js';
import type { Patience } from './scoring-threads.js';

/** What a protocol encodes: the rows that were asked about, and what the model says of each. */
export interface Answer {
  readonly loaded: LoadedModel;
  readonly table: InputTable;
  readonly predictions: Predictions;
}

/**
 * Answers for checked rows, and does so only once they are in the journal: an answer never outruns its record. Where the
 * journal has more to hold than it may, the answer goes without one, which is counted.
 * @throws PlatformError `unavailable` while the journal cannot be written; `cancelled` and `deadline_exceeded` when
 * patience ends while other threads score
 */
export function answer(
  context: Pick<InferenceContext, 'journal' | 'clock' | 'ids' | 'backlog' | 'threads'>,
  loaded: LoadedModel,
  table: InputTable,
  patience: Patience,
): Promise<Answer> {
  const scored = context.threads.score(loaded, table, patience);
  return scored === undefined
    ? keep(context, loaded, table, loaded.score(table))
    : scored.then((predictions) => keep(context, loaded, table, predictions));
}

function keep(
  { journal, clock, ids, backlog }: Pick<InferenceContext, 'journal' | 'clock' | 'ids' | 'backlog'>,
  loaded: LoadedModel,
  table: InputTable,
  predictions: Predictions,
): Promise<Answer> {
  const record = encodeRecord(ids.next(), clock.now(), table, predictions);
  return journal.append(loaded.heading, record).then((outcome) => {
    if (outcome === 'kept') backlog.add(table.rows);
    else backlog.drop(table.rows);
    return { loaded, table, predictions };
  });
}
