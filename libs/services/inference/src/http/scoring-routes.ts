import { scoringApi } from '@millrace/api';
import {
  PlatformError,
  route,
  type Admit,
  type HttpReply,
  type HttpRequest,
  type Route,
} from '@millrace/platform';
import { serverMetadata } from '../domain/oip/server-metadata.js';
import {
  asksToExplain,
  scoringAnswer,
  scoringMethod,
  type ScoringMethod,
} from '../domain/scoring/scoring-answer.js';
import { readScoringRows } from '../domain/scoring/scoring-rows.js';
import { CsvRecords } from '../domain/tables/csv-records.js';
import { csvPlaces, readCsvRows } from '../domain/tables/csv-table.js';
import type { Answerer, PredictionRequest } from '../operations/answer-requests.js';
import type { ExplainedAnswer, ExplainingAnswerer } from '../operations/explain-answers.js';
import type { ServingModels } from '../operations/serving-models.js';
import { parseJson, readBody } from './read-body.js';
import { deadlineOf } from './request-deadline.js';
import { tellScoringError } from './tell-scoring-error.js';

const told = { tellError: tellScoringError };

export interface ScoringParts {
  readonly answer: Answerer;
  readonly admit: Admit | undefined;
  readonly explain: ExplainingAnswerer;
  readonly serving: ServingModels;
  /** Rejects while the service cannot answer. */
  readonly ready: () => Promise<void>;
}

/** MLflow's scoring protocol. */
export function scoringRoutes({ answer, explain, admit, serving, ready }: ScoringParts): Route[] {
  const reply = async (
    http: Pick<HttpRequest, 'stream' | 'header' | 'hold' | 'signal'>,
    model: string,
  ): Promise<HttpReply> => {
    let method: ScoringMethod = 'predict';
    const deadline = deadlineOf(http.header);
    const body = await readScoringBody(http);
    const answered: ExplainedAnswer = await (asksToExplain(body.params) ? explain : answer)({
      model,
      deadline,
      signal: http.signal,
      read: (found) => {
        method = scoringMethod(body.params, found);
        return body.read(found);
      },
    });
    return { status: 200, json: scoringAnswer(answered.loaded, answered, method) };
  };
  const health = async (): Promise<HttpReply> => {
    const status = await ready().then(
      () => 200,
      () => 404,
    );
    return { status, contentType: 'text/plain', bytes: Buffer.from('\n') };
  };
  return [
    route(scoringApi.invokeModel, ({ params, ...http }) => reply(http, params.name), {
      ...told,
      admit,
    }),
    route(scoringApi.invoke, (http) => reply(http, onlyModel(serving)), { ...told, admit }),
    route(scoringApi.scoringPing, health, told),
    route(scoringApi.scoringHealth, health, told),
    route(
      scoringApi.scoringVersion,
      () =>
        Promise.resolve({
          status: 200,
          contentType: 'text/plain',
          bytes: Buffer.from(serverMetadata.version),
        }),
      told,
    ),
  ];
}

/** MLflow serves one model a server, and so its plain address names none. */
function onlyModel(serving: ServingModels): string {
  const [only, ...others] = serving.list();
  if (only && others.length === 0) return only.model;
  if (!only) throw new PlatformError('not_found', 'No model is in service.');
  const message = 'Several models are in service: post to /api/v1/models/{name}/invocations.';
  throw new PlatformError('failed_precondition', message);
}

interface ScoringBody {
  readonly params: unknown;
  readonly read: PredictionRequest['read'];
}

async function readScoringBody(
  http: Pick<HttpRequest, 'stream' | 'header' | 'hold'>,
): Promise<ScoringBody> {
  const media = scoringMediaOf(http.header('content-type'));
  const bytes = await readBody(http, scoringApi.maxScoringBytes);
  if (media === 'text/csv') {
    const records = new CsvRecords();
    const [header = [], ...rows] = [...records.push(bytes.toString('utf8')), ...records.finish()];
    return {
      params: undefined,
      read: ({ inputs }) =>
        readCsvRows(inputs, csvPlaces(inputs, header), { records: rows, width: header.length }),
    };
  }
  const json = parseJson(bytes);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new PlatformError('invalid_argument', 'The body must be a JSON object.');
  }
  const body = json as Readonly<Record<string, unknown>>;
  return { params: body['params'], read: ({ inputs }) => readScoringRows(inputs, body) };
}

/** @throws PlatformError `unsupported_media_type` for another type, a charset other than UTF-8 or another parameter */
function scoringMediaOf(contentType: string | undefined): 'application/json' | 'text/csv' {
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (type !== 'application/json' && type !== 'text/csv') {
    const message = 'Send application/json or text/csv.';
    throw new PlatformError('unsupported_media_type', message);
  }
  if (parameters.some((parameter) => !/^charset="?utf-?8"?$/.test(parameter))) {
    const message = 'The one parameter a content type may have here is charset=utf-8.';
    throw new PlatformError('unsupported_media_type', message);
  }
  return type;
}
