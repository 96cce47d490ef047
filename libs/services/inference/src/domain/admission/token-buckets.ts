/** How many requests a key may make. */
export interface RateLimit {
  /** Requests a second in the long run. */
  readonly perSecond: number;
  /** Requests at once after a pause. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds of some steady clock. */
  at: number;
}

/** Keys that are remembered at most; past them, those that are full again are forgotten first. */
const rememberedKeys = 10_000;

/**
 * A bucket of tokens for each key: each request takes one, time fills them up (Turner, "New directions in
 * communications", 1986).
 */
export class TokenBuckets {
  readonly #limit: RateLimit;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /**
   * Takes a token.
   * @param now milliseconds of a steady clock
   * @returns 0 when there was one, else the seconds until there will be
   */
  take(key: string, now: number): number {
    const { perSecond, burst } = this.#limit;
    const bucket = this.#bucketOf(key, now);
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) * perSecond) / 1000);
    bucket.at = now;
    if (bucket.tokens < 1) return (1 - bucket.tokens) / perSecond;
    bucket.tokens--;
    return 0;
  }

  #bucketOf(key: string, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= rememberedKeys) this.#forget(now);
    const bucket = { tokens: this.#limit.burst, at: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }

  /** A full bucket says no more than none. Where none is full the oldest tenth goes: memory has an end. */
  #forget(now: number): void {
    const { perSecond, burst } = this.#limit;
    for (const [key, { tokens, at }] of this.#buckets) {
      if (tokens + ((now - at) * perSecond) / 1000 >= burst) this.#buckets.delete(key);
    }
    for (const key of this.#buckets.keys()) {
      if (this.#buckets.size <= rememberedKeys * 0.9) break;
      this.#buckets.delete(key);
    }
  }
}
