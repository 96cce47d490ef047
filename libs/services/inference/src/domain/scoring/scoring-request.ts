import type { ModelInput } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';
import { ModelInputs } from '../model-inputs.js';
import { parseJson } from '../parse-json.js';
import type { ReadInput } from '../read-input.js';
import { readingOf, type BodyReading } from '../reading.js';
import { CsvRecords } from '../tables/csv-records.js';
import { csvPlaces, readCsvRows } from '../tables/csv-table.js';
import { flatParameters } from './scoring-answer.js';
import { readScoringRows } from './scoring-rows.js';

export type ScoringMedia = 'application/json' | 'text/csv';

/** What a request says beside its rows. */
export interface ScoringHead {
  /** As it was sent; a CSV file has none. */
  readonly params: unknown;
}

export interface ScoringRequest extends ScoringHead {
  /** @throws PlatformError `invalid_argument` for what is no rows */
  readonly read: (inputs: ModelInputs) => ReadInput;
}

/** @throws PlatformError `invalid_argument` for JSON that is no object */
export function scoringRequest(bytes: Buffer, media: ScoringMedia): ScoringRequest {
  if (media === 'text/csv') {
    const records = new CsvRecords();
    const [header = [], ...rows] = [...records.push(bytes.toString('utf8')), ...records.finish()];
    return {
      params: undefined,
      read: (inputs) =>
        readCsvRows(inputs, csvPlaces(inputs, header), { records: rows, width: header.length }),
    };
  }
  const json = parseJson(bytes);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new PlatformError('invalid_argument', 'The body must be a JSON object.');
  }
  const body = json as Readonly<Record<string, unknown>>;
  return { params: body['params'], read: (inputs) => readScoringRows(inputs, body) };
}

/**
 * Reads a request and its rows, of its parameters what they are judged by.
 * @param inputs of the model that is to answer; without them only the form of the body is looked at
 */
export function readScoringBody(
  { body, media }: { readonly body: Buffer; readonly media: ScoringMedia },
  inputs: readonly ModelInput[] | undefined,
): BodyReading<ScoringHead> {
  const { params, read } = scoringRequest(body, media);
  return {
    head: { params: flatParameters(params) },
    reading: inputs && readingOf(() => read(new ModelInputs(inputs))),
  };
}
