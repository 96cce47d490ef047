import { openInferenceApi } from '@millrace/api';
import { route, type HttpReply, type Route } from '@millrace/platform';
import { versionChoiceOf, type VersionChoice } from '../domain/version-choice.js';
import type { ReportStatistics } from '../operations/report-statistics.js';
import type { Spent, VersionStatistics } from '../operations/prediction-statistics.js';
import { tellInferenceError } from './tell-inference-error.js';

const told = { tellError: tellInferenceError };

/** The statistics extension of the Open Inference Protocol, as Triton answers it. */
export function statisticsRoutes(report: ReportStatistics): Route[] {
  const reply = async (model?: string, version?: VersionChoice): Promise<HttpReply> => ({
    status: 200,
    json: { model_stats: (await report(model, version)).map(bodyOf) },
  });
  return [
    route(openInferenceApi.allStatistics, () => reply(), told),
    route(openInferenceApi.modelStatistics, ({ params }) => reply(params.name), told),
    route(
      openInferenceApi.modelVersionStatistics,
      ({ params }) => reply(params.name, versionChoiceOf(params.version)),
      told,
    ),
  ];
}

function bodyOf(of: VersionStatistics) {
  return {
    name: of.model,
    version: String(of.version),
    last_inference: of.lastAnswerAt?.getTime() ?? 0,
    inference_count: of.rows,
    execution_count: of.success.count,
    inference_stats: {
      success: durationOf(of.success),
      fail: durationOf(of.fail),
      queue: durationOf(of.queue),
      compute_input: durationOf(of.input),
      compute_infer: durationOf(of.infer),
      // Encoding an answer is not timed apart.
      compute_output: { count: 0, ns: 0 },
    },
    batch_stats: [],
  };
}

function durationOf({ count, ms }: Spent) {
  return { count, ns: Math.round(ms * 1e6) };
}
