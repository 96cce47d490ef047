import { scoringApi } from '@millrace/api';
import {
  lengthOf,
  PlatformError,
  route,
  wholeOf,
  type Admit,
  type HttpReply,
  type HttpRequest,
  type Route,
} from '@millrace/platform';
import { answeringModel } from '../domain/answering-model.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import { serverMetadata } from '../domain/oip/server-metadata.js';
import {
  asksToExplain,
  scoringAnswer,
  scoringMethod,
  type ScoringMethod,
} from '../domain/scoring/scoring-answer.js';
import {
  scoringRequest,
  type ScoringHead,
  type ScoringMedia,
} from '../domain/scoring/scoring-request.js';
import { answerLarge } from '../operations/answer-large.js';
import type { Answerer } from '../operations/answer-requests.js';
import type { ExplainedAnswer, ExplainingAnswerer } from '../operations/explain-answers.js';
import type { ServedModelFinder } from '../operations/find-served.js';
import type { ScoringThreads } from '../operations/scoring-threads.js';
import type { ServingModels } from '../operations/serving-models.js';
import { readPieces } from './read-body.js';
import { deadlineOf } from './request-deadline.js';
import { tellScoringError } from './tell-scoring-error.js';

const told = { tellError: tellScoringError };

export interface ScoringParts {
  readonly answer: Answerer;
  readonly admit: Admit | undefined;
  readonly explain: ExplainingAnswerer;
  readonly finder: ServedModelFinder;
  readonly threads: ScoringThreads;
  readonly serving: ServingModels;
  /** Rejects while the service cannot answer. */
  readonly ready: () => Promise<void>;
}

/** MLflow's scoring protocol. */
export function scoringRoutes(parts: ScoringParts): Route[] {
  const { answer, explain, finder, threads, admit, serving, ready } = parts;
  const answererFor = ({ params }: ScoringHead): ExplainingAnswerer =>
    asksToExplain(params) ? explain : answer;
  const reply = async (
    http: Pick<HttpRequest, 'stream' | 'header' | 'hold' | 'signal'>,
    model: string,
  ): Promise<HttpReply> => {
    let method: ScoringMethod = 'predict';
    const media = scoringMediaOf(http.header('content-type'));
    const pieces = await readPieces(http, scoringApi.maxScoringBytes);
    const asked = { model, deadline: deadlineOf(http.header), signal: http.signal };
    const check = (found: LoadedModel, { params }: ScoringHead) => {
      method = scoringMethod(params, found);
    };
    let answered: ExplainedAnswer;
    if (lengthOf(pieces) >= threads.leastBodyBytes) {
      ({ answered } = await answerLarge(finder, asked, {
        read: (inputs) => {
          const taskOf = (body: Uint8Array) =>
            ({ kind: 'read-scoring', body, media, inputs }) as const;
          return threads.read(pieces, taskOf, asked);
        },
        answererFor,
        check,
      }));
    } else {
      const request = scoringRequest(wholeOf(pieces), media);
      answered = await answererFor(request)({
        ...asked,
        read: (found) => {
          check(found, request);
          return request.read(found.inputs);
        },
      });
    }
    const { loaded, predictions } = answered;
    if (answered.explanation || !threads.writes(predictions)) {
      return { status: 200, json: scoringAnswer(loaded, answered, method) };
    }
    const about = answeringModel(loaded);
    const bytes = await threads.run({ kind: 'write-scoring', about, predictions, method }, asked);
    return { status: 200, contentType: 'application/json; charset=utf-8', bytes };
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

/** @throws PlatformError `unsupported_media_type` for another type, a charset other than UTF-8 or another parameter */
function scoringMediaOf(contentType: string | undefined): ScoringMedia {
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
