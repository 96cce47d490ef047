import { PlatformError, type CounterMetric } from '@millrace/platform';
import type { Logger, ModelCache, ObjectStore } from '@millrace/ports';
import type { ServedVersion } from '../store/version-queries.js';
import { readObject } from './read-object.js';

const mebibyte = 2 ** 20;
const maxModelBytes = 512 * mebibyte;
const maxExampleBytes = 4 * mebibyte;

/** The digest of the example beside a model file; `none` when there is no example. */
export type ExampleDigest = string | 'none';

export interface ModelFilesParts {
  readonly objects: ObjectStore;
  readonly cache: ModelCache;
  readonly logger: Logger;
  /** By outcome: `hit`, `miss`. */
  readonly reads: CounterMetric;
  readonly failures: CounterMetric;
}

/** Model files and their examples: from this host where it keeps them, from the object store where not. */
export class ModelFiles {
  readonly #parts: ModelFilesParts;
  readonly #examples = new Map<string, ExampleDigest>();
  #writable = true;

  constructor(parts: ModelFilesParts) {
    this.#parts = parts;
  }

  /** What is known of the example beside a model file. */
  exampleOf(modelKey: string): ExampleDigest | undefined {
    return this.#examples.get(modelKey);
  }

  /** Takes up what was known of an example before this process began. */
  recallExample(modelKey: string, digest: ExampleDigest): void {
    this.#examples.set(modelKey, digest);
  }

  /** @throws PlatformError `corrupt` when the bytes are not those of the digest; what the object store throws */
  async readModel({
    modelKey,
    sha256,
  }: Pick<ServedVersion, 'modelKey' | 'sha256'>): Promise<Uint8Array> {
    const { objects, cache, reads } = this.#parts;
    const kept = await cache.get(sha256);
    reads.add({ outcome: kept ? 'hit' : 'miss' });
    if (kept) return kept;
    const found = await readObject(objects, modelKey, maxModelBytes);
    if (found.sha256 !== sha256) {
      throw new PlatformError(
        'corrupt',
        `The model file has the digest ${found.sha256}, not ${sha256} as registered.`,
      );
    }
    await this.#keep(sha256, found.bytes);
    return found.bytes;
  }

  /**
   * The example beside a model file; `undefined` when there is none, or nothing that reads as one.
   * @throws PlatformError `unavailable` while the object store is away and this host does not keep it
   */
  async readExample(modelKey: string): Promise<unknown> {
    const { objects, cache } = this.#parts;
    const digest = this.#examples.get(modelKey);
    if (digest === 'none') return undefined;
    const kept = digest === undefined ? undefined : await cache.get(digest);
    if (kept) return parsed(kept);
    const key = modelKey.replace(/[^/]*$/, 'input_example.json');
    try {
      const { bytes, sha256 } = await readObject(objects, key, maxExampleBytes);
      this.#examples.set(modelKey, sha256);
      await this.#keep(sha256, bytes);
      return parsed(bytes);
    } catch (caught) {
      const error = PlatformError.from(caught);
      // A model answers without its example; a store that is away is another matter.
      if (error.retriable) throw caught;
      if (error.code === 'not_found') this.#examples.set(modelKey, 'none');
      return undefined;
    }
  }

  /** A model that cannot be kept is served all the same. */
  async #keep(sha256: string, bytes: Uint8Array): Promise<void> {
    const { cache, logger, failures } = this.#parts;
    try {
      await cache.put(sha256, bytes);
      this.#writable = true;
    } catch (cause) {
      failures.add({});
      if (this.#writable) logger.warn('Model files cannot be kept on this host.', { cause });
      this.#writable = false;
    }
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
