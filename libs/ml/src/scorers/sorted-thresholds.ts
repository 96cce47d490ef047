/** Cells of a grid for each threshold: most have one threshold or none. */
const cellsPerThreshold = 4;

/**
 * Lists of ascending thresholds, and how many of a list lie below a value. The range of a list is divided into cells of
 * equal width; which cell a number is in never falls as the number rises, whatever the rounding, so that only the
 * thresholds in the cell of a value are compared with it.
 */
export class SortedThresholds {
  readonly #thresholds: Float64Array;
  /** Where each list begins, and where the last one ends. */
  readonly #starts: Int32Array;
  /** Where the cells of each list begin: one more than there are. */
  readonly #gridStarts: Int32Array;
  /** Thresholds of the list in the cells before each one. */
  readonly #before: Uint16Array;
  /** Lower end of each list's first cell, and cells a unit; 0 for a range that no double tells: all is in the first cell. */
  readonly #origins: Float64Array;
  readonly #scales: Float64Array;

  /** @param lists ascending, none longer than 65,535 */
  constructor(lists: readonly Float64Array[]) {
    this.#starts = new Int32Array(lists.length + 1);
    this.#gridStarts = new Int32Array(lists.length + 1);
    this.#origins = new Float64Array(lists.length);
    this.#scales = new Float64Array(lists.length);
    lists.forEach((list, index) => {
      this.#starts[index + 1] = (this.#starts[index] ?? 0) + list.length;
      const cells = cellsPerThreshold * list.length;
      this.#gridStarts[index + 1] = (this.#gridStarts[index] ?? 0) + cells + 1;
      const origin = list[0] ?? 0;
      const range = (list.at(-1) ?? 0) - origin;
      this.#origins[index] = origin;
      this.#scales[index] = Number.isFinite(range) && range > 0 ? cells / range : 0;
    });
    this.#thresholds = new Float64Array(this.#starts[lists.length] ?? 0);
    this.#before = new Uint16Array(this.#gridStarts[lists.length] ?? 0);
    lists.forEach((list, index) => {
      this.#thresholds.set(list, this.#starts[index]);
      this.#fillGrid(index, list);
    });
  }

  countOf(list: number): number {
    return (this.#starts[list + 1] ?? 0) - (this.#starts[list] ?? 0);
  }

  /** How many of a list's thresholds lie below a value that is not NaN. */
  rankOf(list: number, value: number): number {
    const thresholds = this.#thresholds;
    const start = this.#starts[list] ?? 0;
    const cell = (this.#gridStarts[list] ?? 0) + this.#cellOf(list, value);
    let low = start + (this.#before[cell] ?? 0);
    let length = start + (this.#before[cell + 1] ?? 0) - low;
    while (length > 0) {
      const half = length >> 1;
      if ((thresholds[low + half] ?? 0) < value) {
        low += half + 1;
        length -= half + 1;
      } else length = half;
    }
    return low - start;
  }

  #cellOf(list: number, value: number): number {
    const at = (value - (this.#origins[list] ?? 0)) * (this.#scales[list] ?? 0);
    // The last entry of the grid tells the end of the last cell. NaN, of nothing times infinity, is in the first one.
    const last = (this.#gridStarts[list + 1] ?? 0) - (this.#gridStarts[list] ?? 0) - 2;
    return at >= last ? last : at > 0 ? Math.floor(at) : 0;
  }

  #fillGrid(list: number, thresholds: Float64Array): void {
    const first = this.#gridStarts[list] ?? 0;
    const end = this.#gridStarts[list + 1] ?? 0;
    for (const threshold of thresholds) {
      const after = first + this.#cellOf(list, threshold) + 1;
      this.#before[after] = (this.#before[after] ?? 0) + 1;
    }
    for (let at = first + 1; at < end; at++) {
      this.#before[at] = (this.#before[at] ?? 0) + (this.#before[at - 1] ?? 0);
    }
  }
}
