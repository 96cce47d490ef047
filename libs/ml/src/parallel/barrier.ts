/** Looks so often before it goes to sleep: orders follow each other within microseconds while trees grow. */
const looks = 20_000;

/** Places in the control array, which lies in shared memory. */
const order = 0;
const done = 1;
const failed = 2;
/** How many threads sleep, or are about to: nobody else is woken, for that is a call into the engine. */
const asleep = 3;
export const controlWords = 4;

/** The leader's side: gives an order to all followers at once, and waits until all have carried it out. */
export class Leader {
  readonly #control: Int32Array;
  readonly #followers: number;

  constructor(control: Int32Array, followers: number) {
    this.#control = control;
    this.#followers = followers;
  }

  /** Lets the followers begin; what they read must have been written before. */
  begin(): void {
    if (this.#followers === 0) return;
    Atomics.store(this.#control, done, 0);
    Atomics.add(this.#control, order, 1);
    wake(this.#control, order);
  }

  /** @throws Error when a follower failed */
  wait(): void {
    if (this.#followers === 0) return;
    for (let look = 0; look < looks; look++) {
      if (Atomics.load(this.#control, done) === this.#followers) return this.#check();
    }
    for (;;) {
      const seen = Atomics.load(this.#control, done);
      this.#check();
      if (seen === this.#followers) return;
      sleep(this.#control, done, seen);
    }
  }

  #check(): void {
    if (Atomics.load(this.#control, failed) !== 0) throw new Error('Another thread has failed.');
  }
}

/** A follower's side. */
export class Follower {
  readonly #control: Int32Array;
  #seen = 0;

  constructor(control: Int32Array) {
    this.#control = control;
  }

  /** Waits for the next order. */
  await(): void {
    for (let look = 0; look < looks; look++) {
      if (Atomics.load(this.#control, order) !== this.#seen) {
        this.#seen++;
        return;
      }
    }
    while (Atomics.load(this.#control, order) === this.#seen) {
      sleep(this.#control, order, this.#seen);
    }
    this.#seen++;
  }

  done(): void {
    Atomics.add(this.#control, done, 1);
    wake(this.#control, done);
  }

  fail(): void {
    Atomics.store(this.#control, failed, 1);
    this.done();
  }
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
