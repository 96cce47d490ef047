import type { Sample } from '@millrace/drift';

/** How a version has done lately: its newest requests, at most so many as the window is wide. */
export interface VersionWindow {
  readonly requests: number;
  /** Requests that failed by our fault; what a client got wrong does not count. */
  readonly failures: number;
  /** Of each request that did not fail, in milliseconds, ascending. */
  readonly durations: Float64Array;
  readonly answers: Sample;
}

/** One request: how long it took in milliseconds, and its first answer, a class by number or a value. */
export interface Outcome {
  readonly ms: number;
  readonly answer: number;
}

/** Keeps the newest requests of one version in rings: nothing is allocated for a request. */
export class VersionRecorder {
  readonly #width: number;
  readonly #classes: readonly string[];
  readonly #ms: Float64Array;
  readonly #answers: Float64Array;
  #seen = 0;

  /** @param classes of the model; none for a regression */
  constructor(width: number, classes: readonly string[]) {
    this.#width = width;
    this.#classes = classes;
    this.#ms = new Float64Array(width);
    this.#answers = new Float64Array(width);
  }

  /** Requests recorded since the beginning. */
  get seen(): number {
    return this.#seen;
  }

  answered({ ms, answer }: Outcome): void {
    this.#set(ms, answer);
  }

  failed(): void {
    this.#set(Number.NaN, Number.NaN);
  }

  #set(ms: number, answer: number): void {
    const at = this.#seen % this.#width;
    this.#ms[at] = ms;
    this.#answers[at] = answer;
    this.#seen++;
  }

  window(): VersionWindow {
    const requests = Math.min(this.#seen, this.#width);
    const durations = this.#ms.slice(0, requests).filter((ms) => !Number.isNaN(ms));
    const answers = this.#answers.slice(0, requests).filter((answer) => !Number.isNaN(answer));
    return {
      requests,
      failures: requests - durations.length,
      durations: durations.sort(),
      answers: this.#sampleOf(answers),
    };
  }

  #sampleOf(answers: Float64Array): Sample {
    const rows = answers.length;
    if (this.#classes.length === 0) {
      return { kind: 'numeric', integers: false, values: answers.sort(), rows, missing: 0 };
    }
    const counts = new Map<string, number>();
    for (const code of answers) {
      const label = this.#classes[code] ?? '';
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return { kind: 'categorical', counts, size: rows, rows, missing: 0 };
  }
}
