import type { EventBus } from '@millrace/ports';
import type { Opening } from './opening.js';

/** An event bus whose calls wait until it is open. */
export function lateEventBus(opening: Opening<EventBus>): EventBus {
  return {
    publish: async (records) => (await opening.get()).publish(records),
    subscribe: async (options) => (await opening.get()).subscribe(options),
    check: async () => opening.now().check(),
    close: () => opening.close(),
  };
}
