import type { GaugeMetric } from '@millrace/platform';

/** How many answered rows wait in the journal. Rows an earlier process left there are not counted. */
export class JournalBacklog {
  readonly #gauge: GaugeMetric;
  #rows = 0;

  constructor(gauge: GaugeMetric) {
    this.#gauge = gauge;
    gauge.set({}, 0);
  }

  add(rows: number): void {
    this.#set(this.#rows + rows);
  }

  remove(rows: number): void {
    this.#set(Math.max(0, this.#rows - rows));
  }

  #set(rows: number): void {
    this.#rows = rows;
    this.#gauge.set({}, rows);
  }
}
