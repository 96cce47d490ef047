/** Records kept on this host until they have reached their place: what an answer must not outrun. */
export interface Journal {
  /**
   * Keeps a record. Records of one turn of the event loop, and those that come while a write is under way, share the
   * next write, and the promise that tells of it.
   * @param heading what the record is read with; one object for many records, kept once a segment
   * @returns `kept` once the record outlives this process (not a power cut); `dropped` at once when too much waits for
   * the disk already
   * @throws PlatformError `unavailable` when the write failed, or the journal is closed
   */
  append(heading: JournalHeading, record: Uint8Array): Promise<JournalOutcome>;
  /** Ends the segment being written, if it has records, and lists every ended one, oldest first; those of an earlier process too. */
  seal(): Promise<readonly JournalSegment[]>;
  close(): Promise<void>;
}

export type JournalOutcome = 'kept' | 'dropped';

export interface JournalHeading {
  readonly bytes: Uint8Array;
}

export interface JournalSegment {
  /** The same before and after a restart. */
  readonly id: string;
  /** By which another thread of this process finds it, with what its adapter offers there. */
  readonly place: string;
  /** Whole records only, in their order: one torn by the end of a process was never acknowledged. */
  readonly records: () => AsyncIterable<JournalRecord>;
  /** Forgets the segment; removing it twice is no error. */
  readonly remove: () => Promise<void>;
}

export interface JournalRecord {
  /** One object for all records of a heading in a segment. */
  readonly heading: JournalHeading;
  readonly bytes: Uint8Array;
}
