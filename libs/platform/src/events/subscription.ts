import type { Kysely } from 'kysely';
import type { EventType } from '@millrace/contracts';
import type { ReceivedEvent } from './cloud-event.js';
import type { WithMessaging } from './messaging-tables.js';

/** What an event changes, run once in a transaction that also remembers the event. Calls nobody else. */
export type Effect<Tables> = (transaction: Kysely<WithMessaging<Tables>>) => Promise<void>;

/**
 * How a service takes in one type of event. The handler looks things up (it may ask other services, and may run more
 * than once for one event) and returns the effect, which is applied exactly once.
 */
export interface EventSubscription {
  readonly type: EventType;
  readonly prepare: (event: ReceivedEvent, signal: AbortSignal) => Promise<Effect<unknown>>;
}

export function subscription<Tables, Type extends EventType>(
  type: Type,
  prepare: (event: ReceivedEvent<Type>, signal: AbortSignal) => Promise<Effect<Tables>>,
): EventSubscription {
  // The consumer hands each subscription only events of its own type, and the tables of its own schema.
  return { type, prepare: prepare as EventSubscription['prepare'] };
}
