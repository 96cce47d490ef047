import { inferenceApi } from '@millrace/api';
import { route, type RawReply, type Route } from '@millrace/platform';
import { predictionBody } from '../domain/prediction-body.js';
import { instanceOfQuery, questionOf } from '../domain/query-instance.js';
import { readInstances } from '../domain/read-instances.js';
import { versionChoiceOf } from '../domain/version-choice.js';
import type { Answer } from '../operations/answer.js';
import { explanationBody } from '../domain/explain/answer-explanation.js';
import type { ExplainedAnswer, ExplainingAnswerer } from '../operations/explain-answers.js';
import type { InferenceContext } from '../operations/context.js';
import { downloadPredictionLog } from '../operations/download-prediction-log.js';
import { listPredictionLogs } from '../operations/list-prediction-logs.js';
import { logFileBody, servedModelBody } from './bodies.js';
import type { ExplainingParts } from './answering-parts.js';
import { deadlineOf } from './request-deadline.js';
import { routingKeyOf } from './routing-key.js';

export function inferenceRoutes(
  context: InferenceContext,
  { answer, explain, finder, admit }: ExplainingParts,
): Route[] {
  const answererFor = (explained: boolean | undefined): ExplainingAnswerer =>
    explained === true ? explain : answer;
  return [
    route(inferenceApi.listServedModels, () =>
      Promise.resolve({
        status: 200,
        json: { items: context.serving.list().map(servedModelBody) },
      }),
    ),
    route(
      inferenceApi.predict,
      async ({ params, body, header, signal }) => ({
        status: 200,
        json: bodyOf(
          await answererFor(body.explain)({
            model: params.name,
            routingKey: routingKeyOf(header),
            signal,
            deadline: deadlineOf(header),
            read: ({ inputs }) => readInstances(inputs, body.instances),
          }),
        ),
      }),
      {
        admit,
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
      async ({ params, body, signal, header }) => ({
        status: 200,
        json: bodyOf(
          await answererFor(body.explain)({
            model: params.name,
            version: versionChoiceOf(params.version),
            signal,
            deadline: deadlineOf(header),
            read: ({ inputs }) => readInstances(inputs, body.instances),
          }),
        ),
      }),
      { admit },
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

/** Of a body that has been read once already. */
function instancesOf(body: Buffer): readonly unknown[] {
  return (JSON.parse(body.toString('utf8')) as { readonly instances: readonly unknown[] })
    .instances;
}

function shortReply({ loaded, predictions }: Answer): RawReply {
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: loaded.shortcut.writePrediction(predictions),
  };
}

function bodyOf({ loaded, predictions, explanation }: ExplainedAnswer) {
  return {
    ...predictionBody(loaded, predictions),
    ...(explanation && { explanation: explanationBody(explanation) }),
  };
}
