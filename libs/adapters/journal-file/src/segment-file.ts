import { createReadStream, ftruncateSync, writeSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalRecord, JournalSegment } from '@millrace/ports';
import { readFrames } from './frames.js';

const openSuffix = '.open';
const endedSuffix = '.journal';

/** The segment being written. One call at a time. */
export class SegmentWriter {
  readonly #folder: string;
  readonly #id: string;
  readonly #handle: FileHandle;
  #length = 0;

  private constructor(folder: string, id: string, handle: FileHandle) {
    this.#folder = folder;
    this.#id = id;
    this.#handle = handle;
  }

  static async create(folder: string, id: string): Promise<SegmentWriter> {
    return new SegmentWriter(folder, id, await open(join(folder, id + openSuffix), 'wx', 0o600));
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Adds whole frames. After a failure the segment ends where it ended before. */
  async append(bytes: Uint8Array): Promise<void> {
    let written = 0;
    try {
      while (written < bytes.length) {
        const position = this.#length + written;
        const result = await this.#handle.write(bytes, written, bytes.length - written, position);
        written += result.bytesWritten;
      }
    } catch (caught) {
      // What a failed write left behind would run into the next frame.
      await this.#handle.truncate(this.#length);
      throw caught;
    }
    this.#length += bytes.length;
  }

  /** As `append`, before it returns. */
  appendAtOnce(bytes: Uint8Array): void {
    let written = 0;
    try {
      while (written < bytes.length) {
        const position = this.#length + written;
        written += writeSync(this.#handle.fd, bytes, written, bytes.length - written, position);
      }
    } catch (caught) {
      ftruncateSync(this.#handle.fd, this.#length);
      throw caught;
    }
    this.#length += bytes.length;
  }

  /** Closes the file; one without records disappears. */
  async end(): Promise<void> {
    await this.#handle.close();
    if (this.isEmpty) await rm(join(this.#folder, this.#id + openSuffix), { force: true });
    else await markEnded(this.#folder, this.#id);
  }
}

/** The id of a segment an earlier process left open, by its file name. */
export function openSegmentId(fileName: string): string | undefined {
  return fileName.endsWith(openSuffix) ? fileName.slice(0, -openSuffix.length) : undefined;
}

/** The id of an ended segment, by its file name. */
export function endedSegmentId(fileName: string): string | undefined {
  return fileName.endsWith(endedSuffix) ? fileName.slice(0, -endedSuffix.length) : undefined;
}

export async function markEnded(folder: string, id: string): Promise<void> {
  await rename(join(folder, id + openSuffix), join(folder, id + endedSuffix));
}

/** The records of a segment, by its place. */
export function segmentRecords(place: string): AsyncIterable<JournalRecord> {
  return readFrames(createReadStream(place));
}

export function endedSegment(folder: string, id: string): JournalSegment {
  const path = join(folder, id + endedSuffix);
  return {
    id,
    place: path,
    records: () => segmentRecords(path),
    remove: () => rm(path, { force: true }),
  };
}
