import type { Crew } from '../parallel/crew.js';

/** What a thread has at hand beside its task. */
export interface Workplace {
  /** Milliseconds since whenever. */
  readonly now: () => number;
  readonly crew: Crew;
}
