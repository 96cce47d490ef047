/**
 * Bytes under keys. Keys are chosen by the server: `/`-separated segments of `[A-Za-z0-9._=@+-]`, never `.` or `..`.
 * No key continues another one (`a` and `a/b`): S3 has room for both, but servers that keep files have not.
 */
export interface ObjectStore {
  /** Opens a place to write bytes whose key is not known yet (for example because it is their digest). */
  stage(): Promise<StagedObject>;
  /** Stores all of `body` under `key`, replacing what was there; readers see the old bytes or the new, never a part. */
  put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<ObjectInfo>;
  /**
   * Opens the bytes of `key`. The whole body is checked against the checksum taken on writing; a body that does not
   * match ends in a `corrupt` error before the iteration completes.
   * @throws PlatformError `not_found`
   */
  get(key: string, options?: { signal?: AbortSignal }): Promise<ObjectBody>;
  /** The object's description, or `undefined` when there is none. */
  head(key: string): Promise<ObjectInfo | undefined>;
  /** Every object whose key starts with `prefix`, in key order. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** Removes the object; removing what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Rejects when the store cannot be reached or written. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface ObjectInfo {
  readonly key: string;
  /** Size in bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

export interface ObjectBody extends ObjectInfo {
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Bytes written aside until their key is known. Ends with exactly one of `commit`, `commitIfAbsent`, `discard`. */
export interface StagedObject {
  write(chunk: Uint8Array): Promise<void>;
  /** Reads back everything written so far. */
  read(): AsyncIterable<Uint8Array>;
  commit(key: string): Promise<ObjectInfo>;
  /** As `commit`, but leaves an object that is already there as it is. */
  commitIfAbsent(key: string): Promise<'created' | 'exists'>;
  /** Drops the bytes; harmless after a commit. */
  discard(): Promise<void>;
}
