import { Histogram, type MetricObjectWithValues, type MetricValueWithName } from 'prom-client';

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Observations of each bucket alone, the one without a bound last. */
  readonly counts: Float64Array;
  sum: number;
}

/**
 * A histogram whose series are looked up once and counted in place: on the way of a request prom-client's own sorts and
 * joins the labels for every observation.
 */
export class BoundHistogram extends Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #labels: readonly string[];
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Series>();

  constructor(options: {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly string[];
    readonly buckets: readonly number[];
    readonly registers: ConstructorParameters<typeof Histogram>[0]['registers'];
  }) {
    const { name, help, labelNames, buckets, registers } = options;
    super({ name, help, labelNames: [...labelNames], buckets: [...buckets], registers });
    this.#name = name;
    this.#help = help;
    this.#labels = labelNames;
    this.#bounds = buckets;
  }

  bind(labels: Readonly<Record<string, string>>): (value: number) => void {
    const series = this.#seriesOf(labels);
    const { counts } = series;
    const bounds = this.#bounds;
    return (value) => {
      let bucket = 0;
      while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket++;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      series.sum += value;
    };
  }

  override get(): Promise<MetricObjectWithValues<MetricValueWithName<string>>> {
    return this.getForPromString();
  }

  /** What the registry asks for its text. */
  getForPromString(): Promise<MetricObjectWithValues<MetricValueWithName<string>>> {
    const values: MetricValueWithName<string>[] = [];
    for (const { labels, counts, sum } of this.#series.values()) {
      let total = 0;
      for (const [bucket, count] of counts.entries()) {
        total += count;
        const le = this.#bounds[bucket] ?? '+Inf';
        values.push({
          metricName: `${this.#name}_bucket`,
          labels: { le, ...labels },
          value: total,
        });
      }
      values.push({ metricName: `${this.#name}_sum`, labels, value: sum });
      values.push({ metricName: `${this.#name}_count`, labels, value: total });
    }
    const { aggregator, type } = this as unknown as MetricObjectWithValues<
      MetricValueWithName<string>
    >;
    const described = { name: this.#name, help: this.#help, type, aggregator, values };
    return Promise.resolve(described as MetricObjectWithValues<MetricValueWithName<string>>);
  }

  #seriesOf(labels: Readonly<Record<string, string>>): Series {
    const key = JSON.stringify(this.#labels.map((name) => labels[name]));
    let series = this.#series.get(key);
    if (!series) {
      series = { labels: { ...labels }, counts: new Float64Array(this.#bounds.length + 1), sum: 0 };
      this.#series.set(key, series);
    }
    return series;
  }
}
