import * as messages from './gen/millrace/events/v1/events.js';

interface JsonCodec<Data> {
  toJSON(data: Data): unknown;
  fromJSON(json: unknown): Data;
}

/** The message behind each event type. */
export const eventCodecs = {
  'dataset.updated': messages.DatasetUpdated as JsonCodec<messages.DatasetUpdated>,
  'dataset.rejected': messages.DatasetRejected as JsonCodec<messages.DatasetRejected>,
  'training.requested': messages.TrainingRequested as JsonCodec<messages.TrainingRequested>,
  'training.completed': messages.TrainingCompleted as JsonCodec<messages.TrainingCompleted>,
  'training.failed': messages.TrainingFailed as JsonCodec<messages.TrainingFailed>,
  'model.registered': messages.ModelRegistered as JsonCodec<messages.ModelRegistered>,
  'model.promoted': messages.ModelPromoted as JsonCodec<messages.ModelPromoted>,
  'model.loaded': messages.ModelLoaded as JsonCodec<messages.ModelLoaded>,
  'model.rejected': messages.ModelRejected as JsonCodec<messages.ModelRejected>,
  'model.rolled_back': messages.ModelRolledBack as JsonCodec<messages.ModelRolledBack>,
  'predictions.logged': messages.PredictionsLogged as JsonCodec<messages.PredictionsLogged>,
  'drift.reported': messages.DriftReported as JsonCodec<messages.DriftReported>,
  'drift.detected': messages.DriftDetected as JsonCodec<messages.DriftDetected>,
} as const;

export type EventType = keyof typeof eventCodecs;

/** The data of an event, by its type. */
export type EventData<Type extends EventType> =
  (typeof eventCodecs)[Type] extends JsonCodec<infer Data> ? Data : never;

const prefix = 'millrace.';

/** The topic that carries an event type: `millrace.dataset.updated`. */
export function topicOf(type: EventType): string {
  return prefix + type;
}

/** Where records of a topic go that could not be handled. */
export function deadLetterTopicOf(topic: string): string {
  return `${topic}.dlq`;
}
