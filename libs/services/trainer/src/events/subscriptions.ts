import { subscription, type EventSubscription } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { queueDatasetVersion } from '../operations/queue-dataset-version.js';
import { queueTrainingRequest } from '../operations/queue-training-request.js';
import type { TrainerTables } from '../store/tables.js';

export function trainingSubscriptions(trainer: Trainer): readonly EventSubscription[] {
  return [
    subscription<TrainerTables, 'dataset.updated'>('dataset.updated', ({ data }) =>
      Promise.resolve(queueDatasetVersion(trainer, data)),
    ),
    subscription<TrainerTables, 'training.requested'>('training.requested', ({ data }, signal) =>
      queueTrainingRequest(trainer, data, signal),
    ),
  ];
}
