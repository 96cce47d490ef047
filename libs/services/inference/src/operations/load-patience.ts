import { PlatformError } from '@millrace/platform';

export interface LoadLimits {
  /** How long a request waits for a model to be loaded, in milliseconds. */
  readonly loadMs: number;
  /** Requests that may wait for models. */
  readonly loadWaiters: number;
}

/**
 * Has requests wait for models that are being loaded: so many, and so long. A load goes on when nobody waits for it any
 * more: whoever asks next finds it done.
 */
export class LoadPatience {
  readonly #limits: LoadLimits;
  #waiting = 0;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  /**
   * @param deadline when the client stops waiting, in milliseconds of `performance.now()`
   * @throws PlatformError `unavailable` for one too many, or after too long; `deadline_exceeded` past the deadline;
   * what `load` throws
   */
  async wait<Loaded>(
    load: () => Promise<Loaded>,
    deadline = Number.POSITIVE_INFINITY,
  ): Promise<Loaded> {
    const { loadMs, loadWaiters } = this.#limits;
    if (this.#waiting >= loadWaiters) {
      const message = 'Too many requests wait for models to be loaded; try again shortly.';
      throw new PlatformError('unavailable', message, { retryAfterSeconds: 1 });
    }
    const clientMs = deadline - performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => {
          reject(clientMs < loadMs ? pastDeadline() : stillLoading());
        },
        Math.max(0, Math.min(loadMs, clientMs)),
      );
    });
    this.#waiting++;
    try {
      return await Promise.race([load(), late]);
    } finally {
      this.#waiting--;
      clearTimeout(timer);
    }
  }
}

export function pastDeadline(): PlatformError {
  return new PlatformError('deadline_exceeded', 'The deadline passed before there was an answer.');
}

function stillLoading(): PlatformError {
  const message = 'The model is still being loaded; try again shortly.';
  return new PlatformError('unavailable', message, { retryAfterSeconds: 1 });
}
