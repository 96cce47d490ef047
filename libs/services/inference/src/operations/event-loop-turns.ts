/**
 * Does pieces of long work in the order they came, one a turn of the event loop: whatever else waits has its turn between
 * them, and so do others with long work.
 */
export class EventLoopTurns {
  #last: Promise<unknown> = Promise.resolve();

  take<Result>(work: () => Result): Promise<Result> {
    const mine = this.#last.then(nextTurn).then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
