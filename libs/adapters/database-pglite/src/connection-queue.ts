import { PlatformError } from '@millrace/platform';

/** Hands the one connection to one user at a time, in the order they asked. */
export class ConnectionQueue {
  readonly #maxWaitMs: number;
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs;
  }

  /** @throws PlatformError `deadline_exceeded` when the connection does not come free in time */
  async acquire(): Promise<void> {
    if (!this.#taken) {
      this.#taken = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(
          new PlatformError(
            'deadline_exceeded',
            `The embedded database was in use for ${this.#maxWaitMs / 1000} s. It has one connection: inside a ` +
              'transaction use only the transaction, since a query outside of it would wait for itself.',
          ),
        );
      }, this.#maxWaitMs);
      this.#waiting.push(turn);
    });
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }
}
