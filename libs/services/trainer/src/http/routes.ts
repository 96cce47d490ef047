import { trainingApi } from '@millrace/api';
import { route, type Route } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { cancelTrainingRun } from '../operations/cancel-training-run.js';
import { followTrainingRun } from '../operations/follow-training-run.js';
import { getEvaluation } from '../operations/get-evaluation.js';
import { getExplanation } from '../operations/get-explanation.js';
import { getTrainingRun, type RunWithCandidates } from '../operations/get-training-run.js';
import { listTrainingRuns } from '../operations/list-training-runs.js';
import { startTrainingRun } from '../operations/start-training-run.js';
import { runBody } from './run-body.js';
import { lastRevision, trainingEvents } from './training-events.js';

export function trainingRoutes(trainer: Trainer): readonly Route[] {
  const body = (found: RunWithCandidates) => runBody(found, trainer.clock.now());
  return [
    route(trainingApi.startTrainingRun, async ({ body, signal }) => ({
      status: 202,
      json: await startTrainingRun(trainer, body, signal),
    })),
    route(trainingApi.listTrainingRuns, async ({ query }) => {
      const { runs, nextPageToken } = await listTrainingRuns(trainer, query);
      return {
        status: 200,
        json: { items: runs.map(body), ...(nextPageToken !== undefined && { nextPageToken }) },
      };
    }),
    route(trainingApi.getTrainingRun, async ({ params }) => ({
      status: 200,
      json: body(await getTrainingRun(trainer, params.id)),
    })),
    route(trainingApi.getTrainingRunEvaluation, async ({ params, signal }) => ({
      status: 200,
      json: await getEvaluation(trainer, params.id, signal),
    })),
    route(trainingApi.getTrainingRunExplanation, async ({ params, signal }) => ({
      status: 200,
      json: await getExplanation(trainer, params.id, signal),
    })),
    route(trainingApi.followTrainingRun, async ({ params, header, signal }) => {
      // A run that does not exist is told in the status line, before the stream begins.
      await getTrainingRun(trainer, params.id);
      const since = lastRevision(header('last-event-id'));
      const news = followTrainingRun(trainer, params.id, { since, signal });
      return { status: 200, events: trainingEvents(news, () => trainer.clock.now()) };
    }),
    route(trainingApi.cancelTrainingRun, async ({ params }) => ({
      status: 200,
      json: body(await cancelTrainingRun(trainer, params.id)),
    })),
  ];
}
