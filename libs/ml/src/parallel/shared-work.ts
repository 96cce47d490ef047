/** Looks so often before it goes to sleep: pieces of work follow each other within microseconds while trees grow. */
const looks = 20_000;

/** Places in the control array, which lies in shared memory. */
const newest = 0;
const done = 1;
const failed = 2;
const stopped = 3;
/** How many threads sleep, or are about to: nobody else is woken, for that is a call into the engine. */
const asleep = 4;
/** From here on: of each part, the last piece of work in which it was taken. */
const taken = 5;

/** Length of a control array. */
export function controlWords(parts: number): number {
  return taken + parts;
}

/** Does one part of a piece of work. */
export type PartDoer = (part: number) => void;

/**
 * The leader's side of work that several threads do in parts, piece by piece. A part belongs to who takes it first: the
 * leader takes those that no other has begun, so that a thread that is not given a processor delays nothing.
 */
export class Leader {
  readonly #control: Int32Array;
  readonly #parts: number;
  #piece = 0;

  constructor(control: Int32Array, parts: number) {
    this.#control = control;
    this.#parts = parts;
  }

  /**
   * Has every part of a piece of work done; what the others read must have been written before.
   * @throws Error when another thread failed
   */
  run(doPart: PartDoer): void {
    this.#piece++;
    if (this.#parts === 1) {
      doPart(0);
      return;
    }
    Atomics.store(this.#control, newest, this.#piece);
    wake(this.#control, newest);
    for (let part = 0; part < this.#parts; part++) {
      if (!take(this.#control, part, this.#piece)) continue;
      doPart(part);
      Atomics.add(this.#control, done, 1);
    }
    this.#wait(Math.imul(this.#piece, this.#parts));
  }

  /** Lets the followers go. */
  stop(): void {
    Atomics.store(this.#control, stopped, 1);
    Atomics.store(this.#control, newest, this.#piece + 1);
    wake(this.#control, newest);
  }

  /** @param wanted parts done since the beginning */
  #wait(wanted: number): void {
    for (let look = 0; look < looks; look++) {
      if (Atomics.load(this.#control, done) === wanted) return;
    }
    for (;;) {
      const seen = Atomics.load(this.#control, done);
      if (seen === wanted) return;
      if (Atomics.load(this.#control, failed) !== 0) throw new Error('Another thread has failed.');
      sleep(this.#control, done, seen);
    }
  }
}

/** The side of a thread that helps. */
export class Follower {
  readonly #control: Int32Array;
  readonly #parts: number;
  readonly #first: number;

  /** @param first the part that it tries to take before others */
  constructor(control: Int32Array, parts: number, first: number) {
    this.#control = control;
    this.#parts = parts;
    this.#first = first;
  }

  /** Does what parts it can take, of one piece of work after the other, until the leader stops. */
  follow(doPart: PartDoer): void {
    try {
      for (let piece = this.#after(0); !this.#isStopped(); piece = this.#after(piece)) {
        for (let index = 0; index < this.#parts; index++) {
          const part = (this.#first + index) % this.#parts;
          if (!take(this.#control, part, piece)) continue;
          doPart(part);
          Atomics.add(this.#control, done, 1);
          wake(this.#control, done);
        }
      }
    } catch (error) {
      this.fail();
      throw error;
    }
  }

  /** Tells the leader that this thread is of no use any more. */
  fail(): void {
    Atomics.store(this.#control, failed, 1);
    Atomics.notify(this.#control, done);
  }

  #isStopped(): boolean {
    return Atomics.load(this.#control, stopped) !== 0;
  }

  /** Waits for a piece of work after the one seen last. */
  #after(seen: number): number {
    for (let look = 0; look < looks; look++) {
      const piece = Atomics.load(this.#control, newest);
      if (piece !== seen) return piece;
    }
    for (;;) {
      const piece = Atomics.load(this.#control, newest);
      if (piece !== seen) return piece;
      sleep(this.#control, newest, seen);
    }
  }
}

/** Takes a part, which all pieces of work before this one have had done. @returns whether nobody was faster */
function take(control: Int32Array, part: number, piece: number): boolean {
  return Atomics.compareExchange(control, taken + part, piece - 1, piece) === piece - 1;
}

/** Sleeps while there is nothing new in a place. It says so first: who changes the place later finds it asleep. */
function sleep(control: Int32Array, place: number, seen: number): void {
  Atomics.add(control, asleep, 1);
  Atomics.wait(control, place, seen, 1000);
  Atomics.sub(control, asleep, 1);
}

function wake(control: Int32Array, place: number): void {
  if (Atomics.load(control, asleep) > 0) Atomics.notify(control, place);
}
