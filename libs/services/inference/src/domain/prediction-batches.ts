import { decodeLogLine, type LoggedPrediction } from './log-line.js';

/** Lines of one model and day out of one segment of the journal: a file of the prediction log. */
export interface PredictionBatch {
  readonly model: string;
  /** UTC day of the predictions, `yyyy-mm-dd`. */
  readonly day: string;
  readonly text: string;
  readonly rows: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly versions: readonly number[];
  /** Every feature and class that occurs, in order of first appearance: the columns of a download. */
  readonly features: readonly string[];
  readonly classes: readonly string[];
}

interface Growing {
  readonly model: string;
  readonly day: string;
  readonly lines: string[];
  firstAt: string;
  lastAt: string;
  readonly versions: Set<number>;
  readonly features: Set<string>;
  readonly classes: Set<string>;
}

/** Groups lines by model and day, keeping their order: the same lines always make the same batches. */
export async function batchesOf(lines: AsyncIterable<string>): Promise<PredictionBatch[]> {
  const growing = new Map<string, Growing>();
  for await (const line of lines) add(growing, line, decodeLogLine(line));
  return [...growing.values()].map((batch) => ({
    model: batch.model,
    day: batch.day,
    text: batch.lines.join(''),
    rows: batch.lines.length,
    firstAt: batch.firstAt,
    lastAt: batch.lastAt,
    versions: [...batch.versions].sort((a, b) => a - b),
    features: [...batch.features],
    classes: [...batch.classes],
  }));
}

function add(growing: Map<string, Growing>, line: string, logged: LoggedPrediction): void {
  const day = logged.at.slice(0, 10);
  const key = `${logged.model}/${day}`;
  let batch = growing.get(key);
  if (!batch) {
    batch = {
      model: logged.model,
      day,
      lines: [],
      firstAt: logged.at,
      lastAt: logged.at,
      versions: new Set(),
      features: new Set(),
      classes: new Set(),
    };
    growing.set(key, batch);
  }
  batch.lines.push(`${line}\n`);
  if (logged.at < batch.firstAt) batch.firstAt = logged.at;
  if (logged.at > batch.lastAt) batch.lastAt = logged.at;
  batch.versions.add(logged.version);
  for (const feature of Object.keys(logged.features)) batch.features.add(feature);
  for (const label of Object.keys(logged.probabilities ?? {})) batch.classes.add(label);
}
