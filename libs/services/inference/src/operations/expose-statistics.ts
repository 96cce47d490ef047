import type { Metrics } from '@millrace/platform';
import type { PredictionStatistics, VersionStatistics } from './prediction-statistics.js';

/**
 * Tells the statistics by model and version under the names of Triton's metrics (Triton Inference Server, "Metrics"),
 * which dashboards and autoscalers of model servers read. They are read off what is counted anyway: a request pays
 * nothing for them. Durations are microseconds; rows divided by executions are the mean batch.
 */
export function exposeStatistics(statistics: PredictionStatistics, metrics: Metrics): void {
  const tell = (value: (of: VersionStatistics) => number) => () =>
    statistics
      .all()
      .map((of) => [{ model: of.model, version: String(of.version) }, value(of)] as const);
  const us = (ms: number) => Math.round(ms * 1000);
  metrics
    .counter({
      name: 'nv_inference_request_success',
      help: 'Requests answered.',
      labels: ['model', 'version'],
    })
    .list(tell(({ success }) => success.count));
  metrics
    .counter({
      name: 'nv_inference_request_failure',
      help: 'Requests that failed.',
      labels: ['model', 'version'],
    })
    .list(tell(({ fail }) => fail.count));
  metrics
    .counter({ name: 'nv_inference_count', help: 'Rows answered.', labels: ['model', 'version'] })
    .list(tell(({ rows }) => rows));
  metrics
    .counter({
      name: 'nv_inference_exec_count',
      help: 'Times the model was run.',
      labels: ['model', 'version'],
    })
    .list(tell(({ success }) => success.count));
  metrics
    .counter({
      name: 'nv_inference_request_duration_us',
      help: 'Time of requests, from their coming to their answer, in microseconds.',
      labels: ['model', 'version'],
    })
    .list(tell(({ success }) => us(success.ms)));
  metrics
    .counter({
      name: 'nv_inference_queue_duration_us',
      help: 'Time until the model was there and the request had its turn, in microseconds.',
      labels: ['model', 'version'],
    })
    .list(tell(({ queue }) => us(queue.ms)));
  metrics
    .counter({
      name: 'nv_inference_compute_input_duration_us',
      help: 'Time spent on reading requests, in microseconds.',
      labels: ['model', 'version'],
    })
    .list(tell(({ input }) => us(input.ms)));
  metrics
    .counter({
      name: 'nv_inference_compute_infer_duration_us',
      help: 'Time of the model and the prediction log, in microseconds.',
      labels: ['model', 'version'],
    })
    .list(tell(({ infer }) => us(infer.ms)));
}
