import type { CounterMetric, GaugeMetric, HistogramMetric, Metrics } from '@millrace/platform';

export interface TrainerMetrics {
  readonly runsEnded: CounterMetric;
  readonly runDuration: HistogramMetric;
  readonly candidatesEnded: CounterMetric;
  readonly candidateDuration: HistogramMetric;
  readonly queueLength: GaugeMetric;
}

const trainingBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];

export function trainerMetrics(metrics: Metrics): TrainerMetrics {
  return {
    runsEnded: metrics.counter({
      name: 'millrace_training_runs_total',
      help: 'Training runs that ended, by how and by what started them.',
      labels: ['status', 'trigger'],
    }),
    runDuration: metrics.histogram({
      name: 'millrace_training_run_duration_seconds',
      help: 'Time from the first step of a training run to its end.',
      labels: ['status'],
      buckets: trainingBuckets,
    }),
    candidatesEnded: metrics.counter({
      name: 'millrace_training_candidates_total',
      help: 'Candidates validated, by algorithm and outcome.',
      labels: ['algorithm', 'status'],
    }),
    candidateDuration: metrics.histogram({
      name: 'millrace_training_candidate_duration_seconds',
      help: 'Time from handing a candidate to the pool to its validated result.',
      labels: ['algorithm'],
      buckets: trainingBuckets,
    }),
    queueLength: metrics.gauge({
      name: 'millrace_training_queued_requests',
      help: 'Training runs that wait for a worker.',
    }),
  };
}
