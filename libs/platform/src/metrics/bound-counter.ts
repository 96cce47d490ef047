import { Counter } from 'prom-client';

/** A counter whose series can be counted in place; what was counted so is added up when the registry asks. */
export class BoundCounter extends Counter {
  readonly #pending: { readonly labels: Readonly<Record<string, string>>; amount: number }[] = [];

  #listed: (() => Iterable<readonly [Readonly<Record<string, string>>, number]>) | undefined;

  /** From now on the series are those that are listed when the registry asks. */
  list(series: () => Iterable<readonly [Readonly<Record<string, string>>, number]>): void {
    this.#listed = series;
  }

  bind(labels: Readonly<Record<string, string>>): (amount: number) => void {
    const series = { labels: { ...labels }, amount: 0 };
    this.#pending.push(series);
    return (amount) => {
      series.amount += amount;
    };
  }

  override get(): ReturnType<Counter['get']> {
    if (this.#listed) {
      this.reset();
      for (const [labels, value] of this.#listed()) this.inc(labels, value);
    }
    for (const series of this.#pending) {
      if (series.amount > 0) this.inc(series.labels, series.amount);
      series.amount = 0;
    }
    return super.get();
  }
}
