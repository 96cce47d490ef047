import { PlatformError, subscription, type EventSubscription } from '@millrace/platform';
import type { ChampionLoader } from '../operations/champion-loader.js';
import type { InferenceTables } from '../store/tables.js';

/**
 * A promotion is loaded at once by the replica that hears of it; the others see it at their next refresh. A version
 * that is refused has been reported by then: the event is done with.
 */
export function inferenceSubscriptions(loader: ChampionLoader): EventSubscription[] {
  return [
    subscription<InferenceTables, 'model.promoted'>('model.promoted', async (event) => {
      if (event.data.alias === 'champion') {
        await loader.loadPromoted(event.data.model).catch((caught: unknown) => {
          const error = PlatformError.from(caught);
          if (error.retriable) throw error;
        });
      }
      return () => Promise.resolve();
    }),
  ];
}
