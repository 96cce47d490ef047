/** What a run has to do before its end. */
export interface Work {
  /** Algorithms validated with their own parameters, and how long one fit of each is expected to take on one thread. */
  readonly candidates: readonly { readonly algorithm: string; readonly fitSeconds: number }[];
  readonly folds: number;
  /** Fits that the search is expected to take, if it is not ended by time; see `expectedClimbs`. */
  readonly trialFits: number;
  /** How long the search may go on; `Infinity` where only its trials end it. */
  readonly searchSeconds: number;
  /** What each fit costs beside itself: handing it out, keeping what it came to. */
  readonly taskSeconds: number;
  /** What comes after the last fit: explaining the model, writing its files, registering it. */
  readonly endSeconds: number;
  /** Fits at the same time. */
  readonly threads: number;
  readonly startedAt: Date;
  /** How far it was when this account was opened, from 0 to 1. */
  readonly progress: number;
}

/** How far a run is. */
export interface Standing {
  /** From 0 to 1, which only the end itself is; it never falls. */
  readonly progress: number;
  readonly expectedEnd: Date;
}

export interface FoldWork {
  readonly algorithm: string;
  readonly trial: boolean;
  readonly seconds: number;
}

interface Measured {
  readonly fits: number;
  readonly seconds: number;
}

const nothing: Measured = { fits: 0, seconds: 0 };

/**
 * Keeps account of what a run has done and what is left. How long a fit takes is guessed at first; each fit that ends
 * replaces the guess for its algorithm, and corrects those for the others by how wrong it was.
 */
export class WorkLedger {
  readonly #work: Work;
  readonly #left: Map<string, number>;
  readonly #measured = new Map<string, Measured>();
  #trialFitsLeft: number;
  #trials = nothing;
  #searchEnd: Date | undefined;
  #progress: number;

  constructor(work: Work) {
    this.#work = work;
    this.#left = new Map(work.candidates.map(({ algorithm }) => [algorithm, work.folds]));
    this.#trialFitsLeft = work.trialFits;
    this.#progress = work.progress;
  }

  foldEnded({ algorithm, trial, seconds }: FoldWork): void {
    if (trial) {
      this.#trialFitsLeft = Math.max(0, this.#trialFitsLeft - 1);
      this.#trials = plus(this.#trials, seconds);
      return;
    }
    this.#left.set(algorithm, Math.max(0, (this.#left.get(algorithm) ?? 0) - 1));
    this.#measured.set(algorithm, plus(this.#measured.get(algorithm) ?? nothing, seconds));
  }

  /** What it had left falls away. */
  candidateEnded(algorithm: string): void {
    this.#left.set(algorithm, 0);
  }

  /** The search goes on until then at most. */
  searchEnds(at: Date): void {
    this.#searchEnd = at;
  }

  /** No other trial begins or goes on. */
  searchEnded(): void {
    this.#trialFitsLeft = 0;
  }

  standing(now: Date): Standing {
    const left = this.#secondsLeft(now);
    const elapsed = secondsBetween(this.#work.startedAt, now);
    const share = elapsed + left > 0 ? elapsed / (elapsed + left) : 0;
    this.#progress = Math.min(0.999, Math.max(this.#progress, share));
    return { progress: this.#progress, expectedEnd: new Date(now.getTime() + left * 1000) };
  }

  /** To the end, the final fit included. */
  #secondsLeft(now: Date): number {
    const { candidates, threads, taskSeconds, endSeconds } = this.#work;
    const fits = candidates.map((candidate) => this.#fitSeconds(candidate) + taskSeconds);
    const usual = candidates.reduce(
      (sum, { algorithm }, index) => sum + (this.#left.get(algorithm) ?? 0) * (fits[index] ?? 0),
      0,
    );
    const all = fits.reduce((sum, seconds) => sum + seconds, 0);
    const trial =
      this.#trials.fits > 0 ? meanOf(this.#trials) + taskSeconds : all / Math.max(1, fits.length);
    const trials = Number.isFinite(this.#trialFitsLeft)
      ? (this.#trialFitsLeft * trial) / threads
      : Infinity;
    const searching = Math.min(
      trials,
      this.#searchEnd
        ? Math.max(0, secondsBetween(now, this.#searchEnd))
        : this.#work.searchSeconds,
    );
    // The winner is often an ensemble of most of them, fitted by all threads on all training rows.
    return (usual + all) / threads + searching + endSeconds;
  }

  #fitSeconds({ algorithm, fitSeconds }: Work['candidates'][number]): number {
    const measured = this.#measured.get(algorithm);
    return measured ? meanOf(measured) : fitSeconds * this.#correction();
  }

  #correction(): number {
    let guessed = 0;
    let taken = 0;
    for (const { algorithm, fitSeconds } of this.#work.candidates) {
      const measured = this.#measured.get(algorithm);
      if (!measured) continue;
      guessed += fitSeconds;
      taken += meanOf(measured);
    }
    return guessed > 0 ? taken / guessed : 1;
  }
}

function plus({ fits, seconds }: Measured, more: number): Measured {
  return { fits: fits + 1, seconds: seconds + more };
}

function meanOf({ fits, seconds }: Measured): number {
  return seconds / fits;
}

function secondsBetween(start: Date, end: Date): number {
  return (end.getTime() - start.getTime()) / 1000;
}
