import type { PredictionsLogged } from '@millrace/contracts';
import { PlatformError, type Effect } from '@millrace/platform';
import { nameBasedId } from '../domain/name-based-id.js';
import type { DriftDatabase, DriftTables } from '../store/drift-tables.js';
import { insertReport } from '../store/insert-report.js';
import type { DriftContext } from './drift-context.js';

/** Remembers a batch of the prediction log, and begins a report when the champion's batches fill a window. */
export function notePredictions(
  context: DriftContext,
  eventId: string,
  { model, key, rows, firstAt, lastAt, versions }: PredictionsLogged,
): Effect<DriftTables> {
  const batch = {
    key,
    model,
    rows,
    first_at: instant(firstAt, 'firstAt'),
    last_at: instant(lastAt, 'lastAt'),
    versions: JSON.stringify(versions),
    report_id: null,
  };
  return async (transaction) => {
    await transaction
      .insertInto('prediction_batch')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await closeFullWindow(context, transaction, model, eventId);
  };
}

async function closeFullWindow(
  { clock, policy }: DriftContext,
  transaction: DriftDatabase,
  model: string,
  eventId: string,
): Promise<void> {
  const watched = await transaction
    .selectFrom('watched_model')
    .selectAll()
    .where('model', '=', model)
    .forUpdate()
    .executeTakeFirst();
  if (!watched) return;
  const waiting = await transaction
    .selectFrom('prediction_batch')
    .select(['key', 'rows', 'first_at', 'last_at', 'versions'])
    .where('model', '=', model)
    .where('report_id', 'is', null)
    .orderBy('first_at')
    .orderBy('key')
    .execute();
  const window = waiting.filter(({ versions }) => versions.includes(watched.version));
  const rows = window.reduce((sum, batch) => sum + batch.rows, 0);
  const first = window[0];
  if (!first || rows < policy.windowRows) return;
  const id = nameBasedId('predictions', model, eventId);
  await transaction
    .updateTable('prediction_batch')
    .set({ report_id: id })
    .where(
      'key',
      'in',
      window.map(({ key }) => key),
    )
    .execute();
  const lastAt = Math.max(...window.map(({ last_at }) => last_at.getTime()));
  await insertReport(transaction, {
    id,
    subject: model,
    mode: 'predictions',
    reference: { model, version: watched.version },
    current: {
      predictions: {
        model,
        from: first.first_at.toISOString(),
        to: new Date(lastAt).toISOString(),
      },
    },
    options: { ...(policy.driftShare !== undefined && { driftShare: policy.driftShare }) },
    watched: { model, version: watched.version },
    createdAt: clock.now(),
  });
}

function instant(text: string, field: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new PlatformError('invalid_argument', `${field} is not an RFC 3339 time.`);
  }
  return time;
}
