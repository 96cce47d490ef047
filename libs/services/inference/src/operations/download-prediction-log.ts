import { csvLine } from '../domain/csv-line.js';
import { decodeLogLine, type LoggedPrediction } from '../domain/log-line.js';
import { listBatchesIn, type BatchRecord, type TimeRange } from '../store/batch-queries.js';
import type { InferenceContext } from './context.js';
import { readLines } from './read-lines.js';

const pageSize = 100;

type Context = Pick<InferenceContext, 'db' | 'objects'>;

/**
 * The logged predictions of a model as CSV, oldest file first, in chunks of text: a column a feature and a class that
 * occurs in the range, whichever version it belongs to. A prediction appears once its segment of the journal has been
 * moved, some seconds after its answer.
 */
export async function* downloadPredictionLog(
  context: Context,
  model: string,
  range: TimeRange,
): AsyncGenerator<Uint8Array> {
  const features = new Set<string>();
  const classes = new Set<string>();
  for await (const batch of batches(context, model, range)) {
    for (const feature of batch.features) features.add(feature);
    for (const label of batch.classes) classes.add(label);
  }
  const columns = { features: [...features], classes: [...classes] };
  yield Buffer.from(headerOf(columns));
  for await (const batch of batches(context, model, range)) {
    const { bytes } = await context.objects.get(batch.key);
    let text = '';
    for await (const line of readLines(bytes)) {
      const logged = decodeLogLine(line);
      if (!isIn(range, logged.at)) continue;
      text += rowOf(columns, logged);
      if (text.length > 2 ** 16) {
        yield Buffer.from(text);
        text = '';
      }
    }
    if (text !== '') yield Buffer.from(text);
  }
}

async function* batches(
  { db }: Context,
  model: string,
  range: TimeRange,
): AsyncGenerator<BatchRecord> {
  let after: string | undefined;
  for (;;) {
    const page = await listBatchesIn(db, model, range, { limit: pageSize, after });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.file;
  }
}

function isIn({ from, to }: TimeRange, at: string): boolean {
  const time = Date.parse(at);
  return (!from || time >= from.getTime()) && (!to || time < to.getTime());
}

interface Columns {
  readonly features: readonly string[];
  readonly classes: readonly string[];
}

function headerOf({ features, classes }: Columns): string {
  return csvLine([
    'id',
    'at',
    'model',
    'version',
    ...features.map((name) => `features.${name}`),
    'prediction',
    ...classes.map((label) => `probabilities.${label}`),
  ]);
}

function rowOf({ features, classes }: Columns, logged: LoggedPrediction): string {
  return csvLine([
    logged.id,
    logged.at,
    logged.model,
    logged.version,
    ...features.map((name) => valueOf(logged.features, name)),
    logged.prediction,
    ...classes.map((label) => valueOf(logged.probabilities ?? {}, label)),
  ]);
}

function valueOf<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
