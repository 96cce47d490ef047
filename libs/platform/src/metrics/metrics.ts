import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { BoundCounter } from './bound-counter.js';
import { BoundHistogram } from './bound-histogram.js';

export interface CounterMetric {
  add(labels: Readonly<Record<string, string>>, amount?: number): void;
  /** Adds to one series without looking it up again: for what happens on every request. Keep what it returns. */
  bind(labels: Readonly<Record<string, string>>): (amount: number) => void;
  /** Asks for all series at each scrape: for what is counted elsewhere already. */
  list(series: () => Iterable<readonly [Readonly<Record<string, string>>, number]>): void;
}
export interface GaugeMetric {
  set(labels: Readonly<Record<string, string>>, value: number): void;
  /** Asks for the value of a series at each scrape: for what changes on every request. */
  follow(labels: Readonly<Record<string, string>>, value: () => number): void;
  /** Asks for all series at each scrape: for what comes and goes. */
  list(series: () => Iterable<readonly [Readonly<Record<string, string>>, number]>): void;
}
export interface HistogramMetric {
  observe(labels: Readonly<Record<string, string>>, value: number): void;
  /** Observes into one series without looking it up again. */
  bind(labels: Readonly<Record<string, string>>): (value: number) => void;
}

export interface MetricOptions {
  /**
   * Starts with `millrace_` and ends with the unit: `_seconds`, `_bytes`, `_total`, or what is counted; or is a name of
   * Triton's, `nv_inference_…`, for what existing dashboards of model servers read.
   */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Declares metrics; asking twice for one name gives the same metric. */
export interface Metrics {
  counter(options: MetricOptions): CounterMetric;
  gauge(options: MetricOptions): GaugeMetric;
  histogram(options: MetricOptions & { readonly buckets: readonly number[] }): HistogramMetric;
  /** Everything, in the Prometheus text format. */
  expose(): Promise<{ contentType: string; text: string }>;
}

const namePattern =
  /^(millrace_[a-z0-9_]+_(total|seconds|bytes|rows|events|models|up|ratio|requests)|nv_inference_[a-z_]+)$/;

/** Metrics of this process on a registry of its own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const known = new Map<string, CounterMetric | GaugeMetric | HistogramMetric>();

  function declare<Metric extends CounterMetric | GaugeMetric | HistogramMetric>(
    options: MetricOptions,
    make: () => Metric,
  ): Metric {
    if (!namePattern.test(options.name)) {
      throw new TypeError(
        `The metric "${options.name}" must start with millrace_ and end with its unit.`,
      );
    }
    const present = known.get(options.name) as Metric | undefined;
    if (present) return present;
    const made = make();
    known.set(options.name, made);
    return made;
  }
  const base = (options: MetricOptions) => ({
    name: options.name,
    help: options.help,
    labelNames: [...(options.labels ?? [])],
    registers: [registry],
  });

  return {
    counter: (options) =>
      declare(options, () => {
        const counter = new BoundCounter(base(options));
        return {
          add: (labels, amount = 1) => counter.inc(labels, amount),
          bind: (labels) => counter.bind(labels),
          list: (series) => counter.list(series),
        };
      }),
    gauge: (options) =>
      declare(options, () => {
        const followed: (() => void)[] = [];
        const gauge = new Gauge({
          ...base(options),
          collect: () => followed.forEach((ask) => ask()),
        });
        return {
          set: (labels, value) => gauge.set(labels, value),
          follow: (labels, value) => followed.push(() => gauge.set(labels, value())),
          list: (series) =>
            followed.push(() => {
              gauge.reset();
              for (const [labels, value] of series()) gauge.set(labels, value);
            }),
        };
      }),
    histogram: (options) =>
      declare(options, () => {
        const histogram = new BoundHistogram({ ...base(options), buckets: options.buckets });
        return {
          observe: (labels, value) => histogram.bind(labels)(value),
          bind: (labels) => histogram.bind(labels),
        };
      }),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

/** Buckets for request durations, in seconds. */
export const durationBuckets = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
