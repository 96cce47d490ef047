import { PlatformError, type Admit, type CounterMetric, type Metrics } from '@millrace/platform';
import {
  AdmissionQueue,
  type Newcomer,
  type QueueLimits,
  type Timer,
} from '../domain/admission/admission-queue.js';
import { TokenBuckets, type RateLimit } from '../domain/admission/token-buckets.js';
import { pastDeadline } from './load-patience.js';

export interface AdmissionLimits extends QueueLimits {
  /** How often one caller may ask; as often as it likes where it is left out. */
  readonly rate?: RateLimit | undefined;
}

const timer: Timer = (ms, callback) => {
  const set = setTimeout(callback, ms);
  return () => clearTimeout(set);
};

/**
 * Says which requests for predictions are worked on now, which wait, and which are told to come again. A row is answered
 * within one turn of the event loop: what is in work at the same time are requests whose records are on their way to the
 * journal, and it is batches and a slow disk that make them many.
 */
export class Admission {
  /** Takes one from the caller's bucket; `undefined` where no rate is set. */
  readonly admit: Admit | undefined;
  readonly #queue: AdmissionQueue;
  readonly #refused: CounterMetric;

  constructor(limits: AdmissionLimits, metrics: Metrics) {
    this.#queue = new AdmissionQueue(limits, timer);
    this.#refused = metrics.counter({
      name: 'millrace_prediction_refusals_total',
      help: 'Requests for predictions that were told to come again: over their rate, without room to wait, or after a wait; and those whose deadline passed.',
      labels: ['reason'],
    });
    metrics
      .gauge({
        name: 'millrace_prediction_working_requests',
        help: 'Requests for predictions that are worked on.',
      })
      .follow({}, () => this.#queue.working);
    metrics
      .gauge({
        name: 'millrace_prediction_waiting_requests',
        help: 'Requests for predictions that wait until there is room.',
      })
      .follow({}, () => this.#queue.waiting);
    this.admit = limits.rate && this.#byRate(limits.rate);
  }

  /** Lets a request in when there is room now; whoever is let in calls `leave` once. */
  tryEnter(): boolean {
    return this.#queue.tryEnter();
  }

  /**
   * Waits for room.
   * @param deadline when the client stops waiting, in milliseconds of `performance.now()`
   * @throws PlatformError `unavailable` where there is no room to wait or none came free in time; `deadline_exceeded`;
   * `cancelled` when the client has gone
   */
  async enter(
    { signal, begun }: Pick<Newcomer, 'signal' | 'begun'>,
    deadline = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const clientMs = deadline - performance.now();
    const admission = await this.#queue.enter({ signal, begun, clientMs });
    switch (admission) {
      case 'admitted':
        return;
      case 'cancelled':
        throw new PlatformError('cancelled', 'The client did not wait for the answer.');
      case 'late':
        throw this.refuseLate();
      case 'full':
      case 'timed out': {
        this.#refused.add({ reason: admission });
        const message = 'There is more to answer than can be answered in time; try again shortly.';
        throw new PlatformError('unavailable', message, { retryAfterSeconds: 1 });
      }
    }
  }

  /** Lets go of the place that was entered. */
  leave(): void {
    this.#queue.leave();
  }

  /** What a request is told whose deadline has passed. */
  refuseLate(): PlatformError {
    this.#refused.add({ reason: 'late' });
    return pastDeadline();
  }

  #byRate(rate: RateLimit): Admit {
    const buckets = new TokenBuckets(rate);
    return ({ principal, address }) => {
      // Without keys everybody is the same principal: then it is the machine that is asked to hold back.
      const caller = principal.name === 'local' ? `address ${address ?? ''}` : principal.name;
      const seconds = buckets.take(caller, performance.now());
      if (seconds === 0) return;
      this.#refused.add({ reason: 'rate' });
      const message = `More than ${rate.perSecond} requests a second: try again in ${Math.ceil(seconds)} s.`;
      throw new PlatformError('resource_exhausted', message, { retryAfterSeconds: seconds });
    };
  }
}
