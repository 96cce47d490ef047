/** Lines kept on this host until they have reached their place: what an answer must not outrun. */
export interface Journal {
  /** Resolves when the line outlives this process (not a power cut). Many lines share one write. */
  append(line: string): Promise<void>;
  /** Ends the segment being written, if it has lines, and lists every ended one, oldest first; those of an earlier process too. */
  seal(): Promise<readonly JournalSegment[]>;
  close(): Promise<void>;
}

export interface JournalSegment {
  /** The same before and after a restart. */
  readonly id: string;
  /** Whole lines only: one torn by the end of a process was never acknowledged. */
  readonly lines: () => AsyncIterable<string>;
  /** Forgets the segment; removing it twice is no error. */
  readonly remove: () => Promise<void>;
}
