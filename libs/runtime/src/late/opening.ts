import { PlatformError } from '@millrace/platform';
import type { Clock, Logger } from '@millrace/ports';

export interface OpeningOptions<Thing> {
  /** What is opened, as a person calls it: `database`. */
  readonly what: string;
  /** One try. A retriable error means that it is away. */
  readonly open: () => Promise<Thing>;
  readonly close: (thing: Thing) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a call waits for it, in milliseconds. */
  readonly patienceMs?: number;
}

type State<Thing> =
  | { readonly kind: 'opening' }
  | { readonly kind: 'away'; readonly cause: unknown }
  | { readonly kind: 'open'; readonly thing: Thing }
  | { readonly kind: 'closed' };

interface Waiter<Thing> {
  readonly resolve: (thing: Thing) => void;
  readonly reject: (cause: unknown) => void;
}

const defaultPatienceMs = 10_000;
const firstPauseMs = 250;
const longestPauseMs = 5_000;
/** How long a try that is under way when it is closed may still take. */
const longestTryMs = 10_000;

/** Something that is opened while the process is at work already, and again and again while it is away. */
export class Opening<Thing> {
  readonly #options: OpeningOptions<Thing>;
  readonly #waiters = new Set<Waiter<Thing>>();
  readonly #closing = new AbortController();
  #state: State<Thing> = { kind: 'opening' };
  #work: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: OpeningOptions<Thing>) {
    this.#options = options;
  }

  /**
   * Tries until it is open, or closed. Called once.
   * @param prepare is done with what was opened before anybody is given it; when that fails, it is opened anew
   * @throws PlatformError for what no waiting mends
   */
  run(prepare: (thing: Thing) => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.#work = this.#openUntilThere(prepare);
    return this.#work;
  }

  /**
   * It, as soon as it is open. Waits while a try may still succeed, and no longer than a call has patience.
   * @throws PlatformError `unavailable` while it is away; `cancelled` once `signal` aborts
   */
  async get(signal?: AbortSignal): Promise<Thing> {
    if (this.#state.kind === 'open') return this.#state.thing;
    if (this.#state.kind !== 'opening') throw this.#notThere();
    let waiter: Waiter<Thing> | undefined;
    let timer: NodeJS.Timeout | undefined;
    let cancel: (() => void) | undefined;
    try {
      return await new Promise<Thing>((resolve, reject) => {
        waiter = { resolve, reject };
        this.#waiters.add(waiter);
        timer = setTimeout(() => {
          reject(this.#notThere());
        }, this.#options.patienceMs ?? defaultPatienceMs);
        cancel = () => {
          reject(new PlatformError('cancelled', 'The call was cancelled.'));
        };
        if (signal?.aborted) cancel();
        else signal?.addEventListener('abort', cancel, { once: true });
      });
    } finally {
      clearTimeout(timer);
      if (waiter) this.#waiters.delete(waiter);
      if (cancel) signal?.removeEventListener('abort', cancel);
    }
  }

  /** It, when it is open now. @throws PlatformError `unavailable` */
  now(): Thing {
    if (this.#state.kind === 'open') return this.#state.thing;
    throw this.#notThere();
  }

  /** Gives up opening, or closes what was opened. Waits for a try under way, so that nothing is left behind. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const state = this.#state;
    this.#state = { kind: 'closed' };
    this.#closing.abort();
    this.#tellWaiters((waiter) => {
      waiter.reject(this.#notThere());
    });
    if (state.kind === 'open') await this.#options.close(state.thing);
    else await this.#tryEnded();
  }

  /** Waits for a try under way, but not for one that hangs: the process ends then. */
  async #tryEnded(): Promise<void> {
    const ended = new AbortController();
    const work = this.#work?.catch(() => undefined);
    await Promise.race([work, this.#options.clock.sleep(longestTryMs, ended.signal)]);
    ended.abort();
  }

  async #openUntilThere(prepare: (thing: Thing) => Promise<void>): Promise<void> {
    const { what, clock, logger } = this.#options;
    for (let failures = 0; !this.#isClosed(); failures++) {
      try {
        await this.#try(prepare);
        if (failures > 0 && !this.#isClosed()) logger.info(`The ${what} is there now.`);
        return;
      } catch (cause) {
        if (this.#isClosed()) return;
        this.#state = { kind: 'away', cause };
        this.#tellWaiters((waiter) => {
          waiter.reject(this.#notThere());
        });
        if (!PlatformError.from(cause).retriable) throw cause;
        // Said once an outage.
        if (failures === 0) {
          logger.warn(`The ${what} is away; it is picked up once it is there.`, { cause });
        }
      }
      const pause = Math.min(firstPauseMs * 2 ** failures, longestPauseMs);
      await clock.sleep(pause, this.#closing.signal);
    }
  }

  async #try(prepare: (thing: Thing) => Promise<void>): Promise<void> {
    const thing = await this.#options.open();
    let prepared = false;
    try {
      if (!this.#isClosed()) await prepare(thing);
      prepared = true;
    } finally {
      // A failure to close must not hide why it is closed.
      if (!prepared || this.#isClosed()) await this.#options.close(thing).catch(() => undefined);
    }
    if (this.#isClosed()) return;
    this.#state = { kind: 'open', thing };
    this.#tellWaiters((waiter) => {
      waiter.resolve(thing);
    });
  }

  // A method, for the state may change during any await.
  #isClosed(): boolean {
    return this.#state.kind === 'closed';
  }

  #tellWaiters(tell: (waiter: Waiter<Thing>) => void): void {
    for (const waiter of this.#waiters) tell(waiter);
    this.#waiters.clear();
  }

  #notThere(): PlatformError {
    const { what } = this.#options;
    if (this.#state.kind === 'closed')
      return new PlatformError('unavailable', `The ${what} is closed.`);
    if (this.#state.kind === 'away') {
      const { cause } = this.#state;
      const reason = cause instanceof PlatformError ? ` ${cause.message}` : '';
      return new PlatformError('unavailable', `The ${what} has not been reached yet.${reason}`, {
        cause,
      });
    }
    return new PlatformError('unavailable', `The ${what} is still being opened.`);
  }
}
