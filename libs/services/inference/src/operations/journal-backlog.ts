import type { CounterMetric, GaugeMetric } from '@millrace/platform';

/** How many answered rows wait in the journal, and how many it had no room for. Rows an earlier process left there are not counted. */
export class JournalBacklog {
  readonly #dropped: (rows: number) => void;
  #rows = 0;

  constructor(gauge: GaugeMetric, dropped: CounterMetric) {
    this.#dropped = dropped.bind({});
    gauge.follow({}, () => this.#rows);
  }

  add(rows: number): void {
    this.#rows += rows;
  }

  remove(rows: number): void {
    this.#rows = Math.max(0, this.#rows - rows);
  }

  drop(rows: number): void {
    this.#dropped(rows);
  }
}
