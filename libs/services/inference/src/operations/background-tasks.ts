import { PlatformError, type BackgroundTask } from '@millrace/platform';
import type { ChampionLoader } from './champion-loader.js';
import type { InferenceContext } from './context.js';
import { shipPredictions } from './ship-predictions.js';

export interface TaskIntervals {
  /** Between two looks at the registry's champions. */
  readonly refreshMs: number;
  /** Between two moves of the journal's lines to the object store. */
  readonly shipMs: number;
}

export const defaultIntervals: TaskIntervals = { refreshMs: 3_000, shipMs: 2_000 };

export function inferenceTasks(
  context: InferenceContext,
  loader: ChampionLoader,
  intervals: TaskIntervals,
): BackgroundTask[] {
  const { clock, logger } = context;
  return [
    {
      name: 'champions',
      run: async (signal) => {
        await loader.restore();
        let away = false;
        while (!signal.aborted) {
          try {
            await loader.refresh(signal);
            away = false;
          } catch (caught) {
            const error = PlatformError.from(caught);
            // Said once an outage: what is loaded goes on answering.
            if (!away && !signal.aborted) {
              logger.warn('The registry cannot be asked for champions.', { cause: error });
            }
            away = true;
          }
          await clock.sleep(loader.registryReached && !away ? intervals.refreshMs : 500, signal);
        }
      },
    },
    {
      name: 'prediction-log',
      run: async (signal) => {
        while (!signal.aborted) {
          await clock.sleep(intervals.shipMs, signal);
          // Once more at the end, so that a clean stop leaves nothing behind.
          await shipPredictions(context);
        }
      },
    },
  ];
}
