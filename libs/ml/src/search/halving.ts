import { canReach } from './can-reach.js';

/** Of so many trials that end a rung, one goes on to the next. */
const reduction = 3;

export interface HalvingPlan {
  /** How many trials there are to begin; `Infinity` when something else ends the search. */
  readonly trials: number;
  /** On how many folds a trial has been validated at the end of each rung; see `rungsOf`. */
  readonly rungs: readonly number[];
  /** Scores of the candidate to beat, fold by fold; the higher the better. */
  readonly best?: readonly number[] | undefined;
  /** The score that nothing is above. */
  readonly perfect: number;
}

export type Step =
  /** The trial is to climb this rung; on rung 0 it begins. */
  | { readonly kind: 'climb'; readonly trial: number; readonly rung: number }
  /** Nothing to do before another result is told. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'over' };

/** Why a trial goes no further. */
export type Stop = 'others did better' | 'out of reach';

/** How many fits so many trials may be expected to take until the search is over. */
export function expectedFits(trials: number, rungs: readonly number[]): number {
  let climbing = trials;
  let fits = 0;
  rungs.forEach((folds, rung) => {
    fits += climbing * (folds - (rungs[rung - 1] ?? 0));
    climbing = climbing === 0 ? 0 : Math.max(1, climbing / reduction);
  });
  return fits;
}

interface Climbed {
  readonly trial: number;
  readonly scores: readonly number[];
  readonly mean: number;
}

/**
 * The folds after which trials are compared: 1, 3, 9, … as long as that leaves a worthwhile rest, and all of them.
 * @param folds of the cross-validation, 1 at least
 */
export function rungsOf(folds: number): number[] {
  const rungs: number[] = [];
  for (let rung = 1; rung * 1.5 <= folds; rung *= reduction) rungs.push(rung);
  return [...rungs, folds];
}

/**
 * The decisions of asynchronous successive halving, ASHA (Li et al., "A system for massively parallel hyperparameter tuning",
 * 2020): whenever a trial is in the best third of those that have climbed its rung so far, it goes on to the next; where
 * there is none such, another begins. A trial that cannot reach the best any more does not go on (see `canReach`).
 *
 * Once all trials have begun, the best of each rung goes on even if fewer than three are there.
 */
export class AsynchronousHalving {
  readonly #plan: HalvingPlan;
  /** What has climbed each rung. */
  readonly #climbed: Climbed[][];
  /** Those that ended on the rung in another way: they count among the trials it has seen. */
  readonly #ended: number[];
  readonly #sentOn: Set<number>[];
  readonly #outOfReach = new Set<number>();
  #best: readonly number[] | undefined;
  #begun = 0;
  #climbing = 0;
  #closed = false;

  constructor(plan: HalvingPlan) {
    this.#plan = plan;
    this.#best = plan.best;
    this.#climbed = plan.rungs.map(() => []);
    this.#ended = plan.rungs.map(() => 0);
    this.#sentOn = plan.rungs.map(() => new Set());
  }

  /** What is to be done next, by what has been told so far. A climb that is handed out must be told of in the end. */
  next(): Step {
    const step = this.#decide();
    if (step.kind === 'climb') this.#climbing++;
    return step;
  }

  /**
   * A trial has climbed a rung, or ended on it.
   * @param scores of all its folds so far; undefined when it came to no score
   */
  tell(trial: number, rung: number, scores: readonly number[] | undefined): void {
    this.#climbing--;
    if (!scores?.every(Number.isFinite)) {
      this.#ended[rung] = (this.#ended[rung] ?? 0) + 1;
      return;
    }
    const climbed = { trial, scores, mean: mean(scores) };
    this.#climbed[rung]?.push(climbed);
    this.#climbed[rung]?.sort((a, b) => b.mean - a.mean || a.trial - b.trial);
    const atTheTop = rung === this.#plan.rungs.length - 1;
    if (atTheTop && (!this.#best || climbed.mean > mean(this.#best))) this.#best = scores;
  }

  /** From now on nothing begins or goes on. */
  close(): void {
    this.#closed = true;
  }

  /** Why a trial that climbed a rung, but not the last one, went no further. */
  whyStopped(trial: number): Stop {
    return this.#outOfReach.has(trial) ? 'out of reach' : 'others did better';
  }

  #decide(): Step {
    if (!this.#closed) {
      for (let rung = this.#plan.rungs.length - 2; rung >= 0; rung--) {
        const seen = (this.#climbed[rung]?.length ?? 0) + (this.#ended[rung] ?? 0);
        const promoted = this.#promote(rung, Math.floor(seen / reduction));
        if (promoted) return promoted;
      }
      if (this.#begun < this.#plan.trials) {
        return { kind: 'climb', trial: this.#begun++, rung: 0 };
      }
    }
    if (this.#climbing > 0) return { kind: 'wait' };
    if (!this.#closed) {
      for (let rung = 0; rung < this.#plan.rungs.length - 1; rung++) {
        const promoted = this.#sentOn[rung]?.size === 0 ? this.#promote(rung, 1) : undefined;
        if (promoted) return promoted;
      }
    }
    return { kind: 'over' };
  }

  #promote(rung: number, places: number): Step | undefined {
    const sentOn = this.#sentOn[rung];
    for (const { trial, scores } of this.#climbed[rung]?.slice(0, places) ?? []) {
      if (sentOn?.has(trial) || this.#outOfReach.has(trial)) continue;
      if (this.#best && !canReach(this.#best, scores, this.#plan.perfect)) {
        this.#outOfReach.add(trial);
        continue;
      }
      sentOn?.add(trial);
      return { kind: 'climb', trial, rung: rung + 1 };
    }
    return undefined;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
