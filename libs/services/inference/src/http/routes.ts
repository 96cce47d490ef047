import { inferenceApi } from '@millrace/api';
import {
  route,
  type HttpReply,
  type HttpRequest,
  type RawReply,
  type UnparsedHandler,
  type Route,
} from '@millrace/platform';
import { answeringModel } from '../domain/answering-model.js';
import { predictionBody } from '../domain/prediction-body.js';
import { instanceOfQuery, questionOf } from '../domain/query-instance.js';
import { readInstances } from '../domain/read-instances.js';
import { arrowAnswers, explainedArrow } from '../domain/tables/arrow-answers.js';
import { readArrowBody } from '../domain/tables/arrow-rows.js';
import { versionChoiceOf } from '../domain/version-choice.js';
import { answerLarge } from '../operations/answer-large.js';
import type { Answer } from '../operations/answer.js';
import { explanationBody } from '../domain/explain/answer-explanation.js';
import type { PredictionRequest } from '../operations/answer-requests.js';
import type { ExplainedAnswer, ExplainingAnswerer } from '../operations/explain-answers.js';
import type { InferenceContext } from '../operations/context.js';
import { downloadPredictionLog } from '../operations/download-prediction-log.js';
import { listPredictionLogs } from '../operations/list-prediction-logs.js';
import { logFileBody, servedModelBody } from './bodies.js';
import type { ExplainingParts } from './answering-parts.js';
import { acceptedOf } from './media-types.js';
import { readBody } from './read-body.js';
import { deadlineOf } from './request-deadline.js';
import { routingKeyOf } from './routing-key.js';

type About = Pick<PredictionRequest, 'model' | 'version' | 'routingKey'>;

interface NameAndVersion {
  readonly name: string;
  readonly version: string;
}

const jsonType = 'application/json; charset=utf-8';

export function inferenceRoutes(
  context: InferenceContext,
  { answer, explain, finder, admit, threads }: ExplainingParts,
): Route[] {
  const answererFor = (explained: boolean | undefined): ExplainingAnswerer =>
    explained === true ? explain : answer;
  const named = async (
    { body, query, ...http }: Omit<HttpRequest<typeof inferenceApi.predict>, 'params'>,
    about: About,
  ): Promise<HttpReply> => {
    const { signal, header } = http;
    const asked = { ...about, signal, deadline: deadlineOf(header) };
    const explained = wantsExplained(query) || body?.explain === true;
    if (body === undefined) return arrowReply(answererFor(explained), http, asked);
    const read: PredictionRequest['read'] = ({ inputs }) => readInstances(inputs, body.instances);
    return { status: 200, json: bodyOf(await answererFor(explained)({ ...asked, read })) };
  };
  /** What is read, and most often written, on other threads. */
  const namedLarge = async (
    { signal, header, query }: HttpRequest,
    pieces: readonly Uint8Array[],
    about: About,
  ): Promise<HttpReply> => {
    const asked = { ...about, signal, deadline: deadlineOf(header) };
    const { answered } = await answerLarge(finder, asked, {
      read: (inputs) =>
        threads.read(pieces, (body) => ({ kind: 'read-named', body, inputs }) as const, asked),
      answererFor: ({ explain: inBody }) => answererFor(inBody || wantsExplained(query)),
    });
    const { loaded, predictions, explanation } = answered;
    if (explanation || !threads.writes(predictions)) {
      return { status: 200, json: bodyOf(answered) };
    }
    const task = { kind: 'write-named', about: answeringModel(loaded), predictions } as const;
    return { status: 200, contentType: jsonType, bytes: await threads.run(task, asked) };
  };
  const unparsed = (
    aboutOf: (params: NameAndVersion, header: HttpRequest['header']) => About,
  ): UnparsedHandler => ({
    leastBytes: threads.leastBodyBytes,
    handle: (http, pieces) =>
      namedLarge(http, pieces, aboutOf(http.params as unknown as NameAndVersion, http.header)),
  });
  return [
    route(inferenceApi.listServedModels, () =>
      Promise.resolve({
        status: 200,
        json: { items: context.serving.list().map(servedModelBody) },
      }),
    ),
    route(
      inferenceApi.predict,
      ({ params, ...http }) =>
        named(http, { model: params.name, routingKey: routingKeyOf(http.header) }),
      {
        admit,
        unparsed: unparsed(({ name }, header) => ({
          model: name,
          routingKey: routingKeyOf(header),
        })),
        shortcutBytes: threads.leastBodyBytes - 1,
        shortcut: ({ params: [model = ''], body, header }) => {
          const champion = finder.loaded(model);
          const table = champion?.shortcut.readInstances(body);
          if (!table) return undefined;
          return answer({
            model,
            routingKey: routingKeyOf(header),
            deadline: deadlineOf(header),
            // The traffic plan may choose another version, with inputs of its own.
            read: (chosen) =>
              chosen === champion ? { table } : readInstances(chosen.inputs, instancesOf(body)),
          }).then(shortReply);
        },
      },
    ),
    route(
      inferenceApi.predictByVersion,
      ({ params, ...http }) =>
        named(http, { model: params.name, version: versionChoiceOf(params.version) }),
      {
        admit,
        unparsed: unparsed(({ name, version }) => ({
          model: name,
          version: versionChoiceOf(version),
        })),
      },
    ),
    route(
      inferenceApi.predictOne,
      async ({ params, query, header, signal }) => {
        const asked =
          query.explain === undefined
            ? { features: query, explain: false }
            : questionOf(query, (await finder.find(params.name)).inputs);
        const answered = await answererFor(asked.explain)({
          model: params.name,
          routingKey: routingKeyOf(header),
          signal,
          deadline: deadlineOf(header),
          read: ({ inputs, signature }) =>
            readInstances(inputs, [instanceOfQuery(signature.inputs, asked.features)]),
        });
        return { status: 200, json: bodyOf(answered) };
      },
      { admit },
    ),
    route(inferenceApi.listPredictionLogs, async ({ params, query }) => {
      const { items, ...next } = await listPredictionLogs(context, params.name, query);
      return { status: 200, json: { items: items.map(logFileBody), ...next } };
    }),
    route(inferenceApi.downloadPredictionLog, ({ params, query }) =>
      Promise.resolve({
        status: 200,
        contentType: 'text/csv',
        bytes: downloadPredictionLog(context, params.name, {
          from: query.from === undefined ? undefined : new Date(query.from),
          to: query.to === undefined ? undefined : new Date(query.to),
        }),
        fileName: `${params.name}-predictions.csv`,
      }),
    ),
  ];
}

function wantsExplained(query: { readonly explain?: unknown }): boolean {
  return query.explain === 'true';
}

/** Of a body that has been read once already. */
function instancesOf(body: Buffer): readonly unknown[] {
  return (JSON.parse(body.toString('utf8')) as { readonly instances: readonly unknown[] })
    .instances;
}

function shortReply({ loaded, predictions }: Answer): RawReply {
  return {
    status: 200,
    contentType: jsonType,
    body: loaded.shortcut.writePrediction(predictions),
  };
}

/** Answers the rows of Arrow IPC: in JSON, or in Arrow IPC where that is accepted. */
async function arrowReply(
  answer: ExplainingAnswerer,
  http: Pick<HttpRequest, 'stream' | 'header' | 'hold'>,
  asked: Omit<PredictionRequest, 'read'>,
): Promise<HttpReply> {
  const bytes = await readBody(http, inferenceApi.maxPredictBytes);
  const answered = await answer({ ...asked, read: ({ inputs }) => readArrowBody(inputs, bytes) });
  const contentType = acceptedOf(http.header('accept'), [inferenceApi.arrowStreamType]);
  if (contentType === undefined) return { status: 200, json: bodyOf(answered) };
  const { loaded, predictions, explanation } = answered;
  const { head, answered: write, tail } = arrowAnswers(loaded);
  return {
    status: 200,
    contentType,
    headers: { 'x-millrace-model-version': String(loaded.version) },
    bytes: explanation
      ? explainedArrow(loaded, predictions, explanation)
      : Buffer.concat([head, write(predictions), tail]),
  };
}

function bodyOf({ loaded, predictions, explanation }: ExplainedAnswer) {
  return {
    ...predictionBody(loaded, predictions),
    ...(explanation && { explanation: explanationBody(explanation) }),
  };
}
