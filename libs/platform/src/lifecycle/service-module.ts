import type { Migration } from 'kysely';
import type { EventSubscription } from '../events/subscription.js';
import type { RpcService } from '../grpc/rpc-service.js';
import type { Route } from '../http/route.js';
import type { Clock, Database, Ids, Logger, ObjectStore, Random } from '@millrace/ports';
import type { Metrics } from '../metrics/metrics.js';
import type { Outbox } from '../events/outbox.js';

/** What every service is given. */
export interface ServiceDependencies {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Work that goes on as long as the service does. A rejection is logged and the work started again after a pause. */
export interface BackgroundTask {
  readonly name: string;
  /** Returns soon after `signal` aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** A service as data: what it answers, takes in and does by itself. The runtime does the rest. */
export interface ServiceModule {
  /** Also its consumer group, and its schema with `_` for `-`. */
  readonly name: string;
  readonly migrations: Readonly<Record<string, Migration>>;
  readonly routes: readonly Route[];
  readonly rpc: readonly RpcService[];
  readonly subscriptions: readonly EventSubscription[];
  readonly tasks: readonly BackgroundTask[];
  /**
   * Takes up what this host keeps and the first request must know of, before any is let in. It may not need what lies
   * elsewhere: that is opened later.
   */
  readonly restore?: () => Promise<void>;
  /** Resolves when the rest of what this host keeps is taken up, by a task: what lies elsewhere is opened after that. */
  readonly settled?: () => Promise<void>;
  /**
   * Rejects with the reason while the service cannot do its work; resolves with what it does without while it does its
   * work all the same.
   */
  readonly ready?: () => Promise<string | undefined>;
  /** Whether it does its work now even while the database, the object store or the event bus is away; never when absent. */
  readonly enduresOutages?: () => boolean;
  /** Last words, after everything else has stopped. */
  readonly close?: () => Promise<void>;
}

/** The schema a service's tables lie in. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}
