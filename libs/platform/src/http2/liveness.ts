import type { ConnectionLimits } from './limits.js';

/** What is to be done about a peer. */
export type Verdict = 'fine' | 'ask' | 'gone' | 'stuck';

/** Whether there is still somebody at the other end, who reads too. What happens only sets flags: `judge` reads clocks. */
export class Liveness {
  /** Something has come. */
  heard = true;
  /** Some of an answer has been taken, or none waits. */
  progressed = true;
  readonly #limits: Pick<ConnectionLimits, 'prefaceMs' | 'keepaliveMs' | 'patienceMs'>;
  readonly #openedAt = performance.now();
  #quietSince = this.#openedAt;
  #stuckSince = this.#openedAt;
  #askedAt: number | undefined;

  constructor(limits: Pick<ConnectionLimits, 'prefaceMs' | 'keepaliveMs' | 'patienceMs'>) {
    this.#limits = limits;
  }

  /**
   * @param now milliseconds of `performance.now()`
   * @param settled whether the connection has begun as HTTP/2 does
   */
  judge(now: number, settled: boolean): Verdict {
    const { prefaceMs, keepaliveMs, patienceMs } = this.#limits;
    if (this.progressed) this.#stuckSince = now;
    if (this.heard) {
      this.#quietSince = now;
      this.#askedAt = undefined;
    }
    this.progressed = this.heard = false;
    if (!settled) return now - this.#openedAt > prefaceMs ? 'gone' : 'fine';
    if (now - this.#stuckSince > keepaliveMs) return 'stuck';
    if (this.#askedAt !== undefined) return now - this.#askedAt > patienceMs ? 'gone' : 'fine';
    if (now - this.#quietSince <= keepaliveMs) return 'fine';
    this.#askedAt = now;
    return 'ask';
  }
}
