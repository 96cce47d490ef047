import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PlatformError } from '@millrace/platform';
import type { Journal, JournalHeading, JournalOutcome, JournalSegment } from '@millrace/ports';
import { lockFolder } from './folder-lock.js';
import { FrameBuffer } from './frames.js';
import {
  SegmentWriter,
  endedSegment,
  endedSegmentId,
  markEnded,
  openSegmentId,
} from './segment-file.js';

export interface FileJournalOptions {
  /** Made when absent; belongs to one process at a time. */
  readonly folder: string;
  /** Bytes that may wait for the disk; what comes beyond them is dropped. 16 MiB when absent. */
  readonly pendingBytes?: number;
  /** While a write takes longer than this, what comes is dropped. A second when absent. */
  readonly stallMs?: number;
  /**
   * Writes are made at once, which is cheaper than another thread, as long as they take less than this; the 1,000 after
   * one that took longer keep nobody waiting. 10 ms when absent.
   */
  readonly quickMs?: number;
}

const writesAside = 1_000;

/**
 * A journal in files of one folder. A write is handed to the operating system before its records are acknowledged, so it
 * outlives the process but not a power cut. A slow disk keeps nobody waiting for long: it is written to by another thread,
 * and past the bounds records are dropped, which `append` tells.
 * @throws PlatformError `failed_precondition` while another process holds the folder
 */
export async function openFileJournal(options: FileJournalOptions): Promise<Journal> {
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  try {
    for (const name of await readdir(folder)) {
      const id = openSegmentId(name);
      if (id !== undefined) await markEnded(folder, id);
    }
  } catch (caught) {
    await unlock();
    throw caught;
  }
  return new FileJournal(folder, unlock, options);
}

/** Records that are written together, and who waits for them. */
interface Batch {
  readonly written: Promise<JournalOutcome>;
  readonly resolve: (outcome: JournalOutcome) => void;
  readonly reject: (reason: unknown) => void;
}

const dropped: Promise<JournalOutcome> = Promise.resolve('dropped');

class FileJournal implements Journal {
  readonly #folder: string;
  readonly #unlock: () => Promise<void>;
  readonly #pendingBytes: number;
  readonly #stallMs: number;
  readonly #quickMs: number;
  #batch: Batch | undefined;
  // One is filled while the other is written.
  #filling = new FrameBuffer();
  #writing = new FrameBuffer();
  #writingSince: number | undefined;
  #headings = new Map<JournalHeading, number>();
  #writer: SegmentWriter | undefined;
  #made = 0;
  #closing: Promise<void> | undefined;
  /** Writes that go to another thread before one is tried at once again. */
  #aside = 0;
  #turns = 0;
  // Everything that touches the open file happens in this chain, one after the other.
  #tail: Promise<unknown> = Promise.resolve();

  constructor(folder: string, unlock: () => Promise<void>, options: FileJournalOptions) {
    this.#folder = folder;
    this.#unlock = unlock;
    this.#pendingBytes = options.pendingBytes ?? 16 * 2 ** 20;
    this.#stallMs = options.stallMs ?? 1_000;
    this.#quickMs = options.quickMs ?? 10;
  }

  append(heading: JournalHeading, record: Uint8Array): Promise<JournalOutcome> {
    if (this.#closing) return Promise.reject(closedError());
    const stalled =
      this.#writingSince !== undefined && performance.now() - this.#writingSince >= this.#stallMs;
    if (stalled || this.#filling.length + record.length > this.#pendingBytes) return dropped;
    let number = this.#headings.get(heading);
    if (number === undefined) {
      number = this.#headings.size + 1;
      this.#headings.set(heading, number);
      this.#filling.addHeading(heading);
    }
    this.#filling.addRecord(number, record);
    if (!this.#batch) {
      this.#batch = openBatch();
      // At the end of this turn: all that is answered in it shares the write.
      setImmediate(() => {
        if (!this.#flushAtOnce()) void this.#inTurn(() => this.#flush());
      });
    }
    return this.#batch.written;
  }

  seal(): Promise<readonly JournalSegment[]> {
    if (this.#closing) return Promise.reject(closedError());
    return this.#inTurn(async () => {
      await this.#endSegment();
      const names = (await readdir(this.#folder)).sort();
      return names
        .map(endedSegmentId)
        .filter((id) => id !== undefined)
        .map((id) => endedSegment(this.#folder, id));
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#inTurn(async () => {
      await this.#endSegment();
      await this.#unlock();
    });
    return this.#closing;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#turns++;
    const result = this.#tail.then(work);
    this.#tail = result
      .catch(() => undefined)
      .then(() => {
        this.#turns--;
      });
    return result;
  }

  /** Writes what is there before it returns, where the file is open, nobody's turn, and the disk has been quick. */
  #flushAtOnce(): boolean {
    const batch = this.#batch;
    if (!batch) return true;
    if (this.#turns > 0 || !this.#writer || this.#aside > 0) return false;
    const started = performance.now();
    try {
      this.#writer.appendAtOnce(this.#filling.bytes);
    } catch {
      // Tried again, and told, the slow way.
      this.#aside = writesAside;
      return false;
    }
    if (performance.now() - started > this.#quickMs) this.#aside = writesAside;
    this.#filling.clear();
    this.#batch = undefined;
    batch.resolve('kept');
    return true;
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    if (!batch) return;
    this.#batch = undefined;
    [this.#filling, this.#writing] = [this.#writing, this.#filling];
    this.#writingSince = performance.now();
    try {
      this.#writer ??= await SegmentWriter.create(this.#folder, this.#nextId());
      await this.#writer.append(this.#writing.bytes);
      const quick = performance.now() - this.#writingSince <= this.#quickMs;
      this.#aside = quick ? Math.max(0, this.#aside - 1) : writesAside;
      batch.resolve('kept');
    } catch (cause) {
      await this.#fail(batch, cause);
    } finally {
      this.#writing.clear();
      this.#writingSince = undefined;
    }
  }

  /** What waits behind a failed write may lean on headings that were lost with it: it fails as well. */
  async #fail(batch: Batch, cause: unknown): Promise<void> {
    const error = new PlatformError('unavailable', 'The journal cannot be written.', { cause });
    batch.reject(error);
    this.#batch?.reject(error);
    this.#batch = undefined;
    this.#filling.clear();
    this.#headings = new Map();
    const writer = this.#writer;
    this.#writer = undefined;
    // One that cannot be ended either is found at the next opening of the folder.
    await writer?.end().catch(() => undefined);
  }

  async #endSegment(): Promise<void> {
    // The records so far are taken and the headings begun anew in one step: what comes from now on is of the next segment.
    const written = this.#flush();
    this.#headings = new Map();
    await written;
    const writer = this.#writer;
    this.#writer = undefined;
    await writer?.end();
  }

  /** Later segments sort after earlier ones; the random part keeps ids of several hosts apart. */
  #nextId(): string {
    const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
    const turn = String(this.#made++).padStart(6, '0');
    return `${time}-${turn}-${randomBytes(6).toString('hex')}`;
  }
}

function closedError(): PlatformError {
  return new PlatformError('unavailable', 'The journal is closed.');
}

function openBatch(): Batch {
  let resolve: Batch['resolve'] = () => undefined;
  let reject: Batch['reject'] = () => undefined;
  const written = new Promise<JournalOutcome>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { written, resolve, reject };
}
