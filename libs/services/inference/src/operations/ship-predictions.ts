import { newEvent } from '@millrace/platform';
import type { Clock, JournalSegment } from '@millrace/ports';
import { insertBatch } from '../store/batch-queries.js';
import type { InferenceContext } from './context.js';
import { placePredictions, type PlacedBatch } from './place-predictions.js';

type ShippingContext = Pick<
  InferenceContext,
  'db' | 'objects' | 'outbox' | 'clock' | 'journal' | 'backlog' | 'logLines'
>;

const mostMsOfSegment = 10 * 60_000;

/**
 * Moves what the journal holds to the object store: a file a model, day and segment, then its row and event in one
 * transaction, then the segment is forgotten. Whatever is cut short is repeated: the same segment makes the same bytes
 * under the same key, and the row is added once.
 * @returns how many rows were moved
 */
export async function shipPredictions(context: ShippingContext): Promise<number> {
  let rows = 0;
  for (const segment of await context.journal.seal()) rows += await shipSegment(context, segment);
  return rows;
}

async function shipSegment(context: ShippingContext, segment: JournalSegment): Promise<number> {
  let rows = 0;
  for (const batch of await placed(context, segment)) {
    await addBatch(context, batch);
    rows += batch.rows;
  }
  await segment.remove();
  context.backlog.remove(rows);
  return rows;
}

/** On another thread where there is one: what it makes of a second of requests takes longer than a request may wait. */
async function placed(
  { logLines, objects, clock }: ShippingContext,
  { id, place, records }: JournalSegment,
): Promise<readonly PlacedBatch[]> {
  if (!logLines) return placePredictions(paced(records(), clock), id, objects);
  const signal = new AbortController().signal;
  return logLines.run({ id, place }, { signal, timeoutMs: mostMsOfSegment });
}

async function addBatch({ db, outbox, clock }: ShippingContext, batch: PlacedBatch): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { file, key, bytes } = batch;
    const stored = { file, key, bytes, createdAt: clock.now() };
    if (!(await insertBatch(transaction, batch, stored))) return;
    const { model, rows, firstAt, lastAt, versions } = batch;
    const data = { model, key, rows, firstAt, lastAt, versions: [...versions] };
    await outbox.append(transaction, newEvent('predictions.logged', model, data));
  });
}

const workMs = 1;
const restMs = 4;

/** Hands out records with pauses: requests must not wait while a long segment is turned into lines. */
async function* paced<Item>(items: AsyncIterable<Item>, clock: Clock): AsyncGenerator<Item> {
  let started = performance.now();
  for await (const item of items) {
    yield item;
    if (performance.now() - started < workMs) continue;
    await clock.sleep(restMs);
    started = performance.now();
  }
}
