import { PlatformError, type BackgroundTask } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';
import { readInstances } from '../domain/read-instances.js';
import type { InferenceContext } from './context.js';
import { judgeVersions, type Judges } from './judge-versions.js';
import type { KeptModels } from './kept-models.js';
import type { ScoringThreads } from './scoring-threads.js';
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
  { kept, ...judges }: Judges & { readonly kept: KeptModels },
  intervals: TaskIntervals,
): BackgroundTask[] {
  const { clock, known, logger, serving, threads } = context;
  const { loader, director } = judges;
  const registryIsAway = (caught: unknown) => {
    if (PlatformError.from(caught).retriable) known.registryIsAway();
    throw caught;
  };
  return [
    {
      name: 'champions',
      run: async (signal) => {
        try {
          await kept.load();
          let away = false;
          let warm = false;
          for (let looks = 0; !signal.aborted; looks++) {
            // Not before the second look: what is asked first is answered first.
            const [model] = looks > 0 && !warm ? serving.list() : [];
            if (model) {
              warm = true;
              void warmThreads(threads, model);
            }
            const faults = [
              await faultOf(loader.refresh(signal).catch(registryIsAway)),
              await faultOf(director.refresh()),
            ].filter((fault) => fault !== undefined);
            // Said once an outage: what is loaded goes on answering.
            if (faults.length > 0 && !away && !signal.aborted) {
              logger.warn('Not everything that answers can be looked up.', { cause: faults[0] });
            }
            away = faults.length > 0;
            await known.save();
            await clock.sleep(loader.registryReached && !away ? intervals.refreshMs : 500, signal);
          }
        } finally {
          // What was loaded for a request alone is remembered, too, however soon the process ends.
          await known.save();
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

/** What a piece of work failed by. */
async function faultOf(work: Promise<unknown>): Promise<PlatformError | undefined> {
  try {
    await work;
    return undefined;
  } catch (caught) {
    return PlatformError.from(caught);
  }
}

/** On the example of a model, which any model has. */
async function warmThreads(threads: ScoringThreads, model: LoadedModel): Promise<void> {
  const read = readInstances(model.inputs, [model.inputExample]);
  if ('table' in read) await threads.warm(model, read.table);
}
