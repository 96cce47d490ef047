/**
 * What this host keeps of files that lie elsewhere, so that it can do without that place: the files under the SHA-256 of
 * their bytes (64 hexadecimal digits, lower case), and one note.
 */
export interface ModelCache {
  /** The bytes of a file; `undefined` when they are not kept, or are no longer those of the digest: those are forgotten. */
  get(sha256: string): Promise<Uint8Array | undefined>;
  /**
   * Keeps a file whole or not at all; what has not been asked for longest makes room. A file that is larger than all the
   * room there is is not kept.
   * @throws PlatformError `invalid_argument` when the bytes are not those of the digest, `unavailable` when they cannot
   * be written
   */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The note as it was last written; `undefined` when there is none, or it is no longer what was written. */
  readNote(): Promise<string | undefined>;
  /** Replaces the note: readers see the old one or the new. @throws PlatformError `unavailable` when it cannot be written */
  writeNote(text: string): Promise<void>;
}
