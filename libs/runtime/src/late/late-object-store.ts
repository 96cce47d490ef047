import type { ObjectStore } from '@millrace/ports';
import type { Opening } from './opening.js';

/** An object store whose calls wait until it is open. */
export function lateObjectStore(opening: Opening<ObjectStore>): ObjectStore {
  return {
    stage: async () => (await opening.get()).stage(),
    put: async (key, body) => (await opening.get()).put(key, body),
    get: async (key, options) => (await opening.get(options?.signal)).get(key, options),
    head: async (key) => (await opening.get()).head(key),
    async *list(prefix) {
      yield* (await opening.get()).list(prefix);
    },
    delete: async (key) => (await opening.get()).delete(key),
    check: async () => opening.now().check(),
    close: () => opening.close(),
  };
}
