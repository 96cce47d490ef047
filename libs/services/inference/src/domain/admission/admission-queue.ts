export interface QueueLimits {
  /** Requests worked on at the same time. */
  readonly concurrent: number;
  /** Requests that may wait. */
  readonly queued: number;
  /** How long one may wait, in milliseconds. */
  readonly waitMs: number;
}

/** What became of a request that asked to be let in. */
export type Admission =
  | 'admitted'
  | 'full'
  /** It has waited as long as anyone may. */
  | 'timed out'
  /** Its client waits no longer. */
  | 'late'
  | 'cancelled';

/** One that waits for room. */
export interface Newcomer {
  /** Aborts when its client has gone away. */
  readonly signal?: AbortSignal | undefined;
  /** How long its client will wait, in milliseconds. */
  readonly clientMs: number;
  /** Whether it waits for as long as it takes, also where the queue is full: a part of something that has begun. */
  readonly begun: boolean;
}

/** Ends a timer that was set. */
type Unset = () => void;
/** Calls back once after `ms` milliseconds. */
export type Timer = (ms: number, callback: () => void) => Unset;

interface Waiting {
  readonly settle: (admission: Admission) => void;
}

/**
 * Lets in so many requests at a time and has some wait, first come first served. What finds no room to wait is told at
 * once, so that the queue holds no more than can be worked off in time.
 */
export class AdmissionQueue {
  readonly #limits: QueueLimits;
  readonly #timer: Timer;
  // The order of insertion is that of coming.
  readonly #waiting = new Set<Waiting>();
  #working = 0;

  constructor(limits: QueueLimits, timer: Timer) {
    this.#limits = limits;
    this.#timer = timer;
  }

  /** Requests that are worked on. */
  get working(): number {
    return this.#working;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Lets a request in when there is room now; whoever is let in calls `leave` once. */
  tryEnter(): boolean {
    if (this.#working >= this.#limits.concurrent) return false;
    this.#working++;
    return true;
  }

  /** As `tryEnter`, and waits for room. Only what is `admitted` has to `leave`. */
  enter({ signal, clientMs, begun }: Newcomer): Promise<Admission> {
    if (signal?.aborted === true) return Promise.resolve('cancelled');
    if (clientMs <= 0) return Promise.resolve('late');
    if (this.tryEnter()) return Promise.resolve('admitted');
    if (!begun && this.#waiting.size >= this.#limits.queued) return Promise.resolve('full');
    return new Promise((resolve) => {
      const settle = (admission: Admission) => {
        this.#waiting.delete(waiting);
        unset?.();
        signal?.removeEventListener('abort', cancel);
        resolve(admission);
      };
      const waiting: Waiting = { settle };
      const cancel = () => settle('cancelled');
      const ownMs = begun ? Number.POSITIVE_INFINITY : this.#limits.waitMs;
      const ms = Math.min(ownMs, clientMs);
      const unset = Number.isFinite(ms)
        ? this.#timer(ms, () => settle(clientMs < ownMs ? 'late' : 'timed out'))
        : undefined;
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.add(waiting);
    });
  }

  /** Hands the place of a request that has ended to the one that waits longest. */
  leave(): void {
    const [next] = this.#waiting;
    if (next) next.settle('admitted');
    else this.#working--;
  }
}
