import { inferenceApi } from '@millrace/api';
import { route, type Route } from '@millrace/platform';
import { predictionBody } from '../domain/prediction-body.js';
import { instanceOfQuery } from '../domain/query-instance.js';
import { readInstances } from '../domain/read-instances.js';
import { versionChoiceOf } from '../domain/version-choice.js';
import type { Answer } from '../operations/answer.js';
import type { Answerer } from '../operations/answer-requests.js';
import type { InferenceContext } from '../operations/context.js';
import { downloadPredictionLog } from '../operations/download-prediction-log.js';
import { listPredictionLogs } from '../operations/list-prediction-logs.js';
import { logFileBody, servedModelBody } from './bodies.js';
import { routingKeyOf } from './routing-key.js';

export function inferenceRoutes(context: InferenceContext, answer: Answerer): Route[] {
  return [
    route(inferenceApi.listServedModels, () =>
      Promise.resolve({
        status: 200,
        json: { items: context.serving.list().map(servedModelBody) },
      }),
    ),
    route(inferenceApi.predict, async ({ params, body, header }) => ({
      status: 200,
      json: bodyOf(
        await answer({
          model: params.name,
          routingKey: routingKeyOf(header),
          read: ({ inputs }) => readInstances(inputs, body.instances),
        }),
      ),
    })),
    route(inferenceApi.predictByVersion, async ({ params, body, signal }) => ({
      status: 200,
      json: bodyOf(
        await answer({
          model: params.name,
          version: versionChoiceOf(params.version),
          signal,
          read: ({ inputs }) => readInstances(inputs, body.instances),
        }),
      ),
    })),
    route(inferenceApi.predictOne, async ({ params, query, header }) => ({
      status: 200,
      json: bodyOf(
        await answer({
          model: params.name,
          routingKey: routingKeyOf(header),
          read: ({ inputs, signature }) =>
            readInstances(inputs, [instanceOfQuery(signature.inputs, query)]),
        }),
      ),
    })),
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

function bodyOf({ loaded, predictions }: Answer) {
  return predictionBody(loaded, predictions);
}
