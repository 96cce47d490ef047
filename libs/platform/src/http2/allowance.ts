/** How often something may be done: so many times at once, and again as time passes or useful work is done. */
export class Allowance {
  readonly #most: number;
  readonly #perSecond: number;
  #left: number;
  #since = performance.now();

  constructor(most: number, perSecond: number) {
    this.#most = most;
    this.#perSecond = perSecond;
    this.#left = most;
  }

  /** @returns whether it was allowed */
  spend(): boolean {
    if (this.#left < 1) {
      const now = performance.now();
      const earned = ((now - this.#since) / 1000) * this.#perSecond;
      this.#left = Math.min(this.#most, this.#left + earned);
      this.#since = now;
      if (this.#left < 1) return false;
    }
    this.#left--;
    return true;
  }

  earn(times: number): void {
    this.#left = Math.min(this.#most, this.#left + times);
  }
}
