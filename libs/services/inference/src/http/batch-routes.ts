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
import { csvChunks, ndjsonChunks } from '../domain/tables/row-chunks.js';
import { versionChoiceOf, type VersionChoice } from '../domain/version-choice.js';
import { predictStream } from '../operations/predict-stream.js';
import type { AnsweringParts } from './answering-parts.js';
import { mediaTypeOf } from './read-body.js';
import { deadlineOf } from './request-deadline.js';

type Format = 'text/csv' | 'application/x-ndjson';

const readers = { 'text/csv': csvChunks, 'application/x-ndjson': ndjsonChunks } as const;
const writers = { 'text/csv': csvAnswers, 'application/x-ndjson': ndjsonAnswers } as const;

/** Predictions for streams of rows: CSV or newline-delimited JSON in, either out. */
export function batchRoutes({ answer, finder, admit }: AnsweringParts): Route[] {
  const reply = async (
    http: Pick<HttpRequest, 'stream' | 'header' | 'signal'>,
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
    const lines = predictStream(
      answer,
      { loaded, signal: http.signal, deadline },
      readers[given](loaded, textsOf(body)),
      writers[wanted](loaded),
    );
    return {
      status: 200,
      contentType: wanted,
      headers: { 'x-millrace-model-version': String(loaded.version) },
      bytes: encoded(await begun(lines)),
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
  const message = 'Send text/csv or application/x-ndjson.';
  throw new PlatformError('unsupported_media_type', message);
}

/** The first type of the Accept header that is written here; what is sent comes back otherwise. */
function wantedFormat(accept: string | undefined, given: Format): Format {
  const wanted = (accept ?? '').split(',').map((part) => part.split(';', 1)[0]?.trim());
  return (
    (['text/csv', 'application/x-ndjson'] as const).find((each) => wanted.includes(each)) ?? given
  );
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
async function begun(lines: AsyncGenerator<string>): Promise<AsyncIterable<string>> {
  const first = await lines.next();
  const second = await lines.next();
  return (async function* () {
    for (const each of [first, second]) if (each.done !== true) yield each.value;
    yield* lines;
  })();
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const line of lines) if (line !== '') yield Buffer.from(line, 'utf8');
}
