import {
  runScoringTask,
  sharedBatch,
  type FeatureTable,
  type Predictions,
  type ScoringTask,
} from '@millrace/ml';
import { PlatformError, type CounterMetric, type Metrics } from '@millrace/platform';
import type { Logger, TaskPool } from '@millrace/ports';
import type { LoadedModel } from '../domain/loaded-model.js';

/** Threads that score parts of large batches; none when all is scored in this thread. */
export type ScoringPool = TaskPool<ScoringTask, void>;

/** What is needed of a loaded model. */
type ScoredModel = Pick<LoadedModel, 'image' | 'decide'>;

/** How long the asker waits. The signal may be made when it is first read, which is only for a batch that waits. */
export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of `performance.now()`. */
  readonly deadline?: number | undefined;
}

/**
 * Rows from which on a batch is worth the way to other threads, and a part of it too. Measured on two threads with a forest
 * of 100 deep trees: 256 rows took 2.4 ms there and 1.6 ms here, 512 rows 3.5 and 3.2 ms, 1,024 rows 4.7 and 6.3 ms.
 */
const leastRows = 512;
/** A part that takes longer is given up, and its thread ended. */
const longestMs = 120_000;
const never = new AbortController().signal;
/** What a timer can wait for; a deadline beyond is none. */
const longestTimer = 2 ** 31 - 1;

/**
 * Scores large batches on other threads, so that the event loop stays free for single rows. A batch is divided among the
 * threads, which share the model's memory, the rows' and the answers'. What a thread did not answer is scored here.
 */
export class ScoringThreads {
  readonly #pool: ScoringPool | undefined;
  readonly #logger: Logger;
  readonly #rows: CounterMetric;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #waitingRows = 0;

  constructor(
    pool: ScoringPool | undefined,
    { metrics, logger }: { readonly metrics: Metrics; readonly logger: Logger },
  ) {
    this.#pool = pool;
    this.#free = pool?.size ?? 0;
    this.#logger = logger;
    this.#rows = metrics.counter({
      name: 'millrace_scoring_thread_rows_total',
      help: 'Rows of large batches given to scoring threads: answered there, or lost with a thread and scored in its place.',
      labels: ['outcome'],
    });
    metrics
      .gauge({
        name: 'millrace_scoring_thread_waiting_rows',
        help: 'Rows of large batches that wait for a scoring thread.',
      })
      .follow({}, () => this.#waitingRows);
  }

  /**
   * @returns `undefined` for a batch that is to be scored where it is
   * @throws PlatformError `cancelled` and `deadline_exceeded` as soon as nobody waits any more: what waits for a thread is
   * dropped, what is with one is left to end
   */
  score(
    loaded: ScoredModel,
    table: FeatureTable,
    patience: Patience,
  ): Promise<Predictions> | undefined {
    return this.#pool === undefined || table.rows < leastRows
      ? undefined
      : this.#divide(this.#pool, loaded, table, patience);
  }

  /**
   * Starts the threads and has each answer a row, which the first large batch would wait for otherwise. What fails here is
   * told when a batch comes.
   */
  async warm({ image }: Pick<LoadedModel, 'image'>, row: FeatureTable): Promise<void> {
    const pool = this.#pool;
    if (!pool) return;
    const part = () => sharedBatch(image, row).part(0, row.rows);
    const options = { signal: never, timeoutMs: longestMs };
    await Promise.allSettled(Array.from({ length: pool.size }, () => pool.run(part(), options)));
  }

  async #divide(
    pool: ScoringPool,
    { image, decide }: ScoredModel,
    table: FeatureTable,
    patience: Patience,
  ): Promise<Predictions> {
    const batch = sharedBatch(image, table);
    const givenUp = new AbortController();
    const share = Math.ceil(table.rows / Math.min(pool.size, Math.ceil(table.rows / leastRows)));
    const parts: Promise<void>[] = [];
    for (let first = 0; first < table.rows; first += share) {
      const part = batch.part(first, Math.min(share, table.rows - first));
      parts.push(this.#run(pool, part, givenUp.signal));
    }
    try {
      await patient(Promise.all(parts), patience);
    } finally {
      givenUp.abort();
    }
    return decide(batch.answers());
  }

  async #run(pool: ScoringPool, part: ScoringTask, givenUp: AbortSignal): Promise<void> {
    const { rows } = part.table;
    await this.#turn(rows);
    try {
      if (givenUp.aborted) return;
      await pool.run(part, { signal: never, timeoutMs: longestMs });
      this.#rows.add({ outcome: 'answered' }, rows);
    } catch (caught) {
      const { code, message } = PlatformError.from(caught);
      // The thread has ended, or all of them do.
      if (code !== 'internal' && code !== 'unavailable') throw caught;
      this.#rows.add({ outcome: 'lost' }, rows);
      this.#logger.warn('A scoring thread did not answer; its rows are scored in its place.', {
        reason: message,
      });
      if (!givenUp.aborted) runScoringTask(part);
    } finally {
      this.#leave();
    }
  }

  async #turn(rows: number): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    this.#waitingRows += rows;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#waitingRows -= rows;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}

/** @throws PlatformError `cancelled` or `deadline_exceeded` when that comes first */
function patient<T>(work: Promise<T>, { signal, deadline }: Patience): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      end();
      reject(new PlatformError('cancelled', 'The client did not wait for the answer.'));
    };
    const timer =
      deadline === undefined
        ? undefined
        : setTimeout(
            () => {
              end();
              const message = 'The deadline passed while the rows were scored.';
              reject(new PlatformError('deadline_exceeded', message));
            },
            Math.min(deadline - performance.now(), longestTimer),
          );
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    work.finally(end).then(resolve, reject);
  });
}
