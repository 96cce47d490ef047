import { z } from 'zod';
import { PlatformError } from '@millrace/platform';
import type { Answer } from '../domain/answers.js';
import type { LoggedFeatures } from '../domain/prediction-frame.js';
import type { DriftContext } from './drift-context.js';
import { readObject } from './read-object.js';

/** Enough for every test's verdict; older predictions of a longer window are left out. */
const mostRows = 100_000;

const lineSchema = z.object({
  at: z.iso.datetime(),
  version: z.int(),
  features: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  prediction: z.union([z.string(), z.number(), z.null()]).optional(),
});

/** A row that was asked about, and what was said. */
export interface LoggedPrediction {
  readonly features: LoggedFeatures;
  readonly answer: Answer;
}

export interface PredictionWindow {
  readonly model: string;
  /** RFC 3339, both ends included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Of a window the monitor made: its batches are marked with the report, and only this version counts. */
  readonly reportId: string;
  readonly modelVersion?: number | undefined;
  readonly signal: AbortSignal;
}

/** Logged predictions, the newest batches first. @throws PlatformError `corrupt`, `unavailable` */
export async function readPredictions(
  context: DriftContext,
  { model, from, to, reportId, modelVersion, signal }: PredictionWindow,
): Promise<LoggedPrediction[]> {
  let query = context.db.selectFrom('prediction_batch').select('key').where('model', '=', model);
  if (modelVersion !== undefined) query = query.where('report_id', '=', reportId);
  if (from !== undefined) query = query.where('last_at', '>=', new Date(from));
  if (to !== undefined) query = query.where('first_at', '<=', new Date(to));
  const batches = await query.orderBy('last_at', 'desc').orderBy('key').execute();
  const fromTime = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const toTime = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
  const rows: LoggedPrediction[] = [];
  for (const { key } of batches) {
    if (rows.length >= mostRows) break;
    const text = new TextDecoder().decode(await readObject(context, key, signal));
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const { at, version, features, prediction: answer = null } = readLine(line, key);
      const time = Date.parse(at);
      if (time < fromTime || time > toTime) continue;
      if (modelVersion === undefined || version === modelVersion) rows.push({ features, answer });
    }
  }
  return rows.slice(0, mostRows);
}

function readLine(line: string, key: string): z.output<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new PlatformError('corrupt', `The prediction log ${key} has a line that is not one.`, {
      cause,
    });
  }
}
