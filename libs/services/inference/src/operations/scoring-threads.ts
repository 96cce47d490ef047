import { sharedBatch, type FeatureTable, type Predictions, type SharedBatch } from '@millrace/ml';
import { PlatformError, wholeOf, type CounterMetric, type Metrics } from '@millrace/platform';
import type { Logger, TaskPool } from '@millrace/ports';
import type { LoadedModel } from '../domain/loaded-model.js';
import { SharedBlocks } from '../domain/threads/lent-memory.js';
import { ThreadTurns, type Urgency } from '../domain/threads/thread-turns.js';
import {
  runThreadTask,
  type ThreadOutcome,
  type ThreadTask,
} from '../domain/threads/thread-task.js';

/** Threads for the work on large batches; none when all is done in this thread. */
export type ScoringPool = TaskPool<ThreadTask, ThreadOutcome>;

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
/**
 * Bytes from which on a body is read on another thread. Measured with batches of 20 numbers a row, one after the other: with
 * 121 KiB the answer took 4.0 to 4.5 ms when all was read here and 5.1 to 5.8 ms when it was read there, with 242 KiB 9.2 and
 * 10.7 ms. Reading 256 KiB holds the event loop for some 1.5 ms.
 */
const leastBodyBytes = 256 * 1024;
/** Figures from which on an answer is written on another thread. */
const leastFigures = 4_096;
/** A part that takes longer is given up, and its thread ended. */
const longestMs = 120_000;
const never = new AbortController().signal;
/** What a timer can wait for; a deadline beyond is none. */
const longestTimer = 2 ** 31 - 1;

/**
 * Reads, scores and writes large batches on other threads, so that the event loop stays free for single rows. The rows of a
 * batch are divided among the threads, which share the model's memory, the rows' and the answers'. What a thread did not
 * answer is done here.
 */
export class ScoringThreads {
  readonly #pool: ScoringPool | undefined;
  readonly #logger: Logger;
  readonly #rows: CounterMetric;
  readonly #texts: CounterMetric;
  readonly #blocks = new SharedBlocks();
  readonly #turns: ThreadTurns;
  #waitingRows = 0;

  constructor(
    pool: ScoringPool | undefined,
    { metrics, logger }: { readonly metrics: Metrics; readonly logger: Logger },
  ) {
    this.#pool = pool;
    this.#turns = new ThreadTurns(pool?.size ?? 0);
    this.#logger = logger;
    this.#rows = metrics.counter({
      name: 'millrace_scoring_thread_rows_total',
      help: 'Rows of large batches given to scoring threads: answered there, or lost with a thread and scored in its place.',
      labels: ['outcome'],
    });
    this.#texts = metrics.counter({
      name: 'millrace_scoring_thread_texts_total',
      help: 'Large bodies read (read-…) and large answers written (write-…) on scoring threads, or lost with a thread and done in its place.',
      labels: ['work', 'outcome'],
    });
    metrics
      .gauge({
        name: 'millrace_scoring_thread_waiting_rows',
        help: 'Rows of large batches that wait for a scoring thread.',
      })
      .follow({}, () => this.#waitingRows);
  }

  /** Length from which on bodies are to be read by `run`; none are where there are no threads. */
  get leastBodyBytes(): number {
    return this.#pool === undefined ? Infinity : leastBodyBytes;
  }

  /** Whether the answer for these is to be written by `run`. */
  writes(predictions: Predictions): boolean {
    const { length } =
      predictions.kind === 'classes' ? predictions.probabilities : predictions.values;
    return this.#pool !== undefined && length >= leastFigures;
  }

  /**
   * Has a thread read a body.
   * @param taskOf what is to be done with all of it
   * @throws PlatformError as `run`
   */
  async read<Task extends ThreadTask>(
    pieces: readonly Uint8Array[],
    taskOf: (body: Uint8Array) => Task,
    patience: Patience,
  ): Promise<ThreadOutcome<Task>> {
    const pool = this.#pool;
    if (!pool) return this.run(taskOf(wholeOf(pieces)), patience);
    const { bytes, giveBack } = this.#blocks.lend(pieces);
    return this.#runPatiently(pool, taskOf(bytes), patience, giveBack);
  }

  /**
   * Has a thread do something, whose outcome is the same wherever it is done.
   * @throws PlatformError what the task throws; `cancelled` and `deadline_exceeded` as soon as nobody waits any more
   */
  async run<Task extends ThreadTask>(task: Task, patience: Patience): Promise<ThreadOutcome<Task>> {
    const pool = this.#pool;
    if (!pool) return runThreadTask(task) as ThreadOutcome<Task>;
    return this.#runPatiently(pool, task, patience);
  }

  async #runPatiently<Task extends ThreadTask>(
    pool: ScoringPool,
    task: Task,
    patience: Patience,
    release?: () => void,
  ): Promise<ThreadOutcome<Task>> {
    const givenUp = new AbortController();
    const count = (outcome: string) => this.#texts.add({ work: task.kind, outcome }, 1);
    try {
      const errand: Errand = {
        rows: 0,
        urgency: 'asked',
        count,
        givenUp: givenUp.signal,
        ...(release && { release }),
      };
      return (await patient(this.#run(pool, task, errand), patience)) as ThreadOutcome<Task>;
    } finally {
      givenUp.abort();
    }
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
    urgency: Urgency = 'asked',
  ): Promise<Predictions> | undefined {
    return this.#pool === undefined || table.rows < leastRows
      ? undefined
      : this.#divide(this.#pool, loaded, table, { patience, urgency });
  }

  /**
   * Starts the threads and has each answer a row, which the first large batch would wait for otherwise. What fails here is
   * told when a batch comes.
   */
  async warm({ image }: Pick<LoadedModel, 'image'>, row: FeatureTable): Promise<void> {
    const pool = this.#pool;
    if (!pool) return;
    const part = () => scoringTask(sharedBatch(image, row), 0, row.rows);
    const options = { signal: never, timeoutMs: longestMs };
    await Promise.allSettled(Array.from({ length: pool.size }, () => pool.run(part(), options)));
  }

  async #divide(
    pool: ScoringPool,
    { image, decide }: ScoredModel,
    table: FeatureTable,
    { patience, urgency }: { readonly patience: Patience; readonly urgency: Urgency },
  ): Promise<Predictions> {
    const batch = sharedBatch(image, table);
    const givenUp = new AbortController();
    const pieces = Math.ceil(table.rows / leastRows);
    // What nobody waits for keeps a thread for as short as can be: others wait for its pieces only.
    const share = Math.ceil(
      table.rows / (urgency === 'spare' ? pieces : Math.min(pool.size, pieces)),
    );
    const parts: Promise<unknown>[] = [];
    for (let first = 0; first < table.rows; first += share) {
      const rows = Math.min(share, table.rows - first);
      const count = (outcome: string) => this.#rows.add({ outcome }, rows);
      const task = scoringTask(batch, first, rows);
      parts.push(this.#run(pool, task, { rows, urgency, count, givenUp: givenUp.signal }));
    }
    try {
      await patient(Promise.all(parts), patience);
    } finally {
      givenUp.abort();
    }
    return decide(batch.answers());
  }

  /** @returns nothing when it was given up: nobody waits for it */
  async #run(
    pool: ScoringPool,
    task: ThreadTask,
    { rows, urgency, count, givenUp, release }: Errand,
  ): Promise<ThreadOutcome> {
    await this.#turn(rows, urgency);
    try {
      if (givenUp.aborted) {
        release?.();
        return undefined;
      }
      const outcome = await pool.run(task, { signal: never, timeoutMs: longestMs });
      count('answered');
      release?.();
      return outcome;
    } catch (caught) {
      const { code, message } = PlatformError.from(caught);
      // The thread has read it and says so. Of one that was ended nobody knows when it stopped reading.
      if (code === 'invalid_argument') release?.();
      // The thread has ended, or all of them do.
      if (code !== 'internal' && code !== 'unavailable') throw caught;
      count('lost');
      this.#logger.warn('A scoring thread did not answer; its work is done in its place.', {
        reason: message,
      });
      return givenUp.aborted ? undefined : runThreadTask(task);
    } finally {
      this.#turns.leave();
    }
  }

  async #turn(rows: number, urgency: Urgency): Promise<void> {
    const turn = this.#turns.take(urgency);
    if (turn === undefined) return;
    this.#waitingRows += rows;
    await turn;
    this.#waitingRows -= rows;
  }
}

/** What is known of a task beside what it is. */
interface Errand {
  /** Rows that wait with it. */
  readonly rows: number;
  readonly urgency: Urgency;
  readonly count: (outcome: string) => void;
  readonly givenUp: AbortSignal;
  /**
   * Called when no thread uses the memory of the task any more, however soon its asker went: text that changes while it is
   * decoded takes the process down, or worse.
   */
  readonly release?: () => void;
}

function scoringTask(batch: SharedBatch, first: number, rows: number): ThreadTask {
  return { kind: 'score', ...batch.part(first, rows) };
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
