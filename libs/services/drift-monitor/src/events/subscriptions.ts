import { subscription, type EventSubscription } from '@millrace/platform';
import type { DriftContext } from '../operations/drift-context.js';
import { noteDatasetVersion } from '../operations/note-dataset-version.js';
import { notePredictions } from '../operations/note-predictions.js';
import { watchChampion } from '../operations/watch-champion.js';
import type { DriftTables } from '../store/drift-tables.js';

export function driftSubscriptions(context: DriftContext): EventSubscription[] {
  return [
    subscription<DriftTables, 'dataset.updated'>('dataset.updated', ({ data }) =>
      Promise.resolve(noteDatasetVersion(context, data)),
    ),
    subscription<DriftTables, 'model.promoted'>('model.promoted', ({ data }, signal) =>
      watchChampion(context, data, signal),
    ),
    subscription<DriftTables, 'predictions.logged'>('predictions.logged', ({ id, data }) =>
      Promise.resolve().then(() => notePredictions(context, id, data)),
    ),
  ];
}
