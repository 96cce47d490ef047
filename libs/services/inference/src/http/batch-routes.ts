import { inferenceApi } from '@millrace/api';
import {
  PlatformError,
  route,
  unpackedBody,
  type HttpReply,
  type HttpRequest,
  type Route,
} from '@millrace/platform';
import { csvAnswers, ndjsonAnswers } from '../domain/tables/answer-lines.js';
import { arrowAnswers } from '../domain/tables/arrow-answers.js';
import { arrowChunks } from '../domain/tables/arrow-rows.js';
import { csvChunks, ndjsonChunks } from '../domain/tables/row-chunks.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import { versionChoiceOf, type VersionChoice } from '../domain/version-choice.js';
import { predictStream } from '../operations/predict-stream.js';
import type { AnsweringParts } from './answering-parts.js';
import { acceptedOf, isArrow, mediaTypeOf } from './media-types.js';
import { deadlineOf } from './request-deadline.js';

type Format = 'text/csv' | 'application/x-ndjson' | typeof inferenceApi.arrowStreamType;
type Body = AsyncIterable<Uint8Array>;

const readers = {
  'text/csv': (loaded: LoadedModel, body: Body) => csvChunks(loaded, textsOf(body)),
  'application/x-ndjson': (loaded: LoadedModel, body: Body) => ndjsonChunks(loaded, textsOf(body)),
  [inferenceApi.arrowStreamType]: arrowChunks,
} as const;
const writers = {
  'text/csv': csvAnswers,
  'application/x-ndjson': ndjsonAnswers,
  [inferenceApi.arrowStreamType]: arrowAnswers,
} as const;
const formats = ['text/csv', 'application/x-ndjson', inferenceApi.arrowStreamType] as const;

/** Predictions for streams of rows: CSV, newline-delimited JSON or Arrow IPC in, any of them out. */
export function batchRoutes({ answer, finder, admit }: AnsweringParts): Route[] {
  const reply = async (
    http: Pick<HttpRequest, 'stream' | 'header' | 'signal' | 'hold'>,
    model: string,
    version?: VersionChoice,
  ): Promise<HttpReply> => {
    const given = formatOf(mediaTypeOf(http));
    const wanted = wantedFormat(http.header('accept'), given);
    const deadline = deadlineOf(http.header);
    const loaded = await finder.find(model, version, deadline);
    const body = unpackedBody(
      http.stream,
      http.header('content-encoding'),
      inferenceApi.maxBatchBytes,
    );
    const answers = predictStream(
      answer,
      { loaded, signal: http.signal, deadline },
      readers[given](loaded, body, (bytes) => http.hold?.(bytes)),
      writers[wanted](loaded),
    );
    return {
      status: 200,
      contentType: wanted,
      headers: { 'x-millrace-model-version': String(loaded.version) },
      bytes: filled(await begun(answers)),
    };
  };
  return [
    route(inferenceApi.predictBatch, ({ params, ...http }) => reply(http, params.name), { admit }),
    route(
      inferenceApi.predictBatchByVersion,
      ({ params, ...http }) => reply(http, params.name, versionChoiceOf(params.version)),
      { admit },
    ),
  ];
}

/** @throws PlatformError `unsupported_media_type` */
function formatOf(media: string): Format {
  if (media === 'text/csv') return media;
  if (['application/x-ndjson', 'application/ndjson', 'application/jsonl'].includes(media)) {
    return 'application/x-ndjson';
  }
  if (isArrow(media)) return inferenceApi.arrowStreamType;
  const message = `Send text/csv, application/x-ndjson or ${inferenceApi.arrowTypes.join(' or ')}.`;
  throw new PlatformError('unsupported_media_type', message);
}

/** The first type of the Accept header that is written here; what is sent comes back otherwise. */
function wantedFormat(accept: string | undefined, given: Format): Format {
  return acceptedOf(accept, formats) ?? given;
}

async function* textsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of body) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/**
 * Waits for the first two parts of a stream, its head and its first rows: what is wrong by then is still told by the
 * status of the answer.
 */
async function begun(answers: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const first = await answers.next();
  const second = await answers.next();
  return (async function* () {
    for (const each of [first, second]) if (each.done !== true) yield each.value;
    yield* answers;
  })();
}

async function* filled(answers: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const each of answers) if (each.length > 0) yield each;
}
