export type { Clock } from './clock.js';
export type { Database } from './database.js';
export type {
  DeliveredRecord,
  EventBus,
  EventRecord,
  Subscription,
  SubscriptionOptions,
} from './event-bus.js';
export type { Ids } from './ids.js';
export type {
  Journal,
  JournalHeading,
  JournalOutcome,
  JournalRecord,
  JournalSegment,
} from './journal.js';
export type { LogFields, Logger } from './logger.js';
export type { ModelCache } from './model-cache.js';
export type { ObjectBody, ObjectInfo, ObjectStore, StagedObject } from './object-store.js';
export type { Random } from './random.js';
export type { TaskPool } from './task-pool.js';
