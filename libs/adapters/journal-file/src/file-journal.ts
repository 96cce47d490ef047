import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PlatformError } from '@millrace/platform';
import type { Journal, JournalSegment } from '@millrace/ports';
import { lockFolder } from './folder-lock.js';
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
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A journal in files of one folder. Lines that arrive while a write is under way share the next one; a write is handed
 * to the operating system before its lines are acknowledged, so it outlives the process but not a power cut.
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
  return new FileJournal(folder, unlock);
}

class FileJournal implements Journal {
  readonly #folder: string;
  readonly #unlock: () => Promise<void>;
  #waiting: Waiting[] = [];
  #writer: SegmentWriter | undefined;
  #made = 0;
  #closing: Promise<void> | undefined;
  // Everything that touches the open file happens in this chain, one after the other.
  #tail: Promise<unknown> = Promise.resolve();

  constructor(folder: string, unlock: () => Promise<void>) {
    this.#folder = folder;
    this.#unlock = unlock;
  }

  append(line: string): Promise<void> {
    if (line.includes('\n')) {
      return Promise.reject(new TypeError('A journal line must not contain a line feed.'));
    }
    if (this.#closing) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject });
      if (this.#waiting.length === 1) void this.#inTurn(() => this.#flush());
    });
  }

  seal(): Promise<readonly JournalSegment[]> {
    if (this.#closing) return Promise.reject(closedError());
    return this.#inTurn(async () => {
      await this.#endWriter();
      const names = (await readdir(this.#folder)).sort();
      return names
        .map(endedSegmentId)
        .filter((id) => id !== undefined)
        .map((id) => endedSegment(this.#folder, id));
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#inTurn(async () => {
      await this.#endWriter();
      await this.#unlock();
    });
    return this.#closing;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      this.#writer ??= await SegmentWriter.create(this.#folder, this.#nextId());
      await this.#writer.append(Buffer.from(batch.map(({ line }) => `${line}\n`).join(''), 'utf8'));
    } catch (cause) {
      const error = new PlatformError('unavailable', 'The journal cannot be written.', { cause });
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const { resolve } of batch) resolve();
  }

  async #endWriter(): Promise<void> {
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
