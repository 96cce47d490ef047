import { PlatformError } from '@millrace/platform';
import type { Database, ModelCache, ObjectStore } from '@millrace/ports';
import type { Kysely } from 'kysely';

/** What of the surroundings is away at the moment. */
export class Outages {
  storeAway = false;
  databaseAway = false;
  diskFull = false;

  /** The store, while it is not away. */
  store(objects: ObjectStore): ObjectStore {
    return {
      ...objects,
      get: (key, options) => this.#while(!this.storeAway, () => objects.get(key, options)),
      put: (key, body) => this.#while(!this.storeAway, () => objects.put(key, body)),
      check: () => this.#while(!this.storeAway, () => objects.check()),
    };
  }

  /** The database, while it is not away. */
  database(database: Database): Database {
    const failing = () => this.#while(!this.databaseAway, () => Promise.resolve());
    return {
      ...database,
      schema: <Tables>(name: string): Kysely<Tables> =>
        database.schema<Tables>(name).withPlugin({
          transformQuery: ({ node }) => {
            if (this.databaseAway) throw away();
            return node;
          },
          transformResult: ({ result }) => Promise.resolve(result),
        }),
      check: () => failing().then(() => database.check()),
    };
  }

  /** The cache, while the disk has room. */
  cache(cache: ModelCache): ModelCache {
    return {
      get: (sha256) => cache.get(sha256),
      readNote: () => cache.readNote(),
      put: (sha256, bytes) => this.#while(!this.diskFull, () => cache.put(sha256, bytes)),
      writeNote: (text) => this.#while(!this.diskFull, () => cache.writeNote(text)),
    };
  }

  #while<Value>(there: boolean, work: () => Promise<Value>): Promise<Value> {
    return there ? work() : Promise.reject(away());
  }
}

function away(): PlatformError {
  return new PlatformError('unavailable', 'It is away.');
}
