/** Looks so often before it goes to sleep: orders follow each other within microseconds while trees grow. */
const looks = 20_000;

/** Places in the control array, which lies in shared memory. */
const order = 0;
const done = 1;
const failed = 2;
export const controlWords = 3;

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
    Atomics.notify(this.#control, order);
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
      Atomics.wait(this.#control, done, seen, 1000);
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
      Atomics.wait(this.#control, order, this.#seen, 1000);
    }
    this.#seen++;
  }

  done(): void {
    Atomics.add(this.#control, done, 1);
    Atomics.notify(this.#control, done);
  }

  fail(): void {
    Atomics.store(this.#control, failed, 1);
    this.done();
  }
}
