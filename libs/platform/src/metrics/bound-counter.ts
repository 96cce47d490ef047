import { Counter } from 'prom-client';

/** A counter whose series can be counted in place; what was counted so is added up when the registry asks. */
export class BoundCounter extends Counter {
  readonly #pending: { readonly labels: Readonly<Record<string, string>>; amount: number }[] = [];

  bind(labels: Readonly<Record<string, string>>): (amount: number) => void {
    const series = { labels: { ...labels }, amount: 0 };
    this.#pending.push(series);
    return (amount) => {
      series.amount += amount;
    };
  }

  override get(): ReturnType<Counter['get']> {
    for (const series of this.#pending) {
      if (series.amount > 0) this.inc(series.labels, series.amount);
      series.amount = 0;
    }
    return super.get();
  }
}
