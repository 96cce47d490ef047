import { PlatformError, type BackgroundTask } from '@millrace/platform';
import type { InferenceContext } from './context.js';
import { judgeVersions, type Judges } from './judge-versions.js';
import { shipPredictions } from './ship-predictions.js';

export interface TaskIntervals {
  /** Between two looks at the registry's champions. */
  readonly refreshMs: number;
  /** Between two moves of the journal's lines to the object store. */
  readonly shipMs: number;
  /** Between two looks at how the versions do that are new in their place. */
  readonly judgeMs: number;
}

export const defaultIntervals: TaskIntervals = {
  refreshMs: 3_000,
  shipMs: 2_000,
  judgeMs: 1_000,
};

export function inferenceTasks(
  context: InferenceContext,
  judges: Judges,
  intervals: TaskIntervals,
): BackgroundTask[] {
  const { clock, logger } = context;
  const { loader, director } = judges;
  return [
    {
      name: 'champions',
      run: async (signal) => {
        await loader.restore();
        let away = false;
        while (!signal.aborted) {
          try {
            await loader.refresh(signal);
            await director.refresh();
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
      name: 'rollback',
      run: async (signal) => {
        while (!signal.aborted) {
          await clock.sleep(intervals.judgeMs, signal);
          await judgeVersions(context, judges).catch((cause: unknown) => {
            logger.warn(
              'A version that does worse than the one before it keeps its place for now.',
              {
                cause,
              },
            );
          });
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
