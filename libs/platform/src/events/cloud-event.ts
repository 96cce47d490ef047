import { eventCodecs, topicOf, type EventData, type EventType } from '@millrace/contracts';
import type { EventRecord } from '@millrace/ports';
import { scopeHeaders } from '../context/call-context.js';
import { PlatformError } from '../errors/platform-error.js';

/** What a service says happened; `key` names the aggregate and orders its events. */
export interface NewEvent<Type extends EventType = EventType> {
  readonly type: Type;
  readonly key: string;
  readonly data: EventData<Type>;
}

export function newEvent<Type extends EventType>(
  type: Type,
  key: string,
  data: EventData<Type>,
): NewEvent<Type> {
  return { type, key, data };
}

export interface ReceivedEvent<Type extends EventType = EventType> {
  readonly id: string;
  readonly type: Type;
  readonly key: string;
  readonly time: Date;
  readonly data: EventData<Type>;
}

/** A CloudEvents 1.0 record in Kafka binary mode, with the trace of the work that caused it. */
export function encodeCloudEvent(
  event: NewEvent,
  attributes: { id: string; source: string; time: Date },
): EventRecord {
  const trace = scopeHeaders();
  const codec = eventCodecs[event.type] as { toJSON(data: unknown): unknown };
  return {
    topic: topicOf(event.type),
    key: event.key,
    headers: {
      ce_specversion: '1.0',
      ce_id: attributes.id,
      ce_source: `/millrace/${attributes.source}`,
      ce_type: topicOf(event.type),
      ce_subject: event.key,
      ce_time: attributes.time.toISOString(),
      'content-type': 'application/json',
      ...(trace['traceparent'] && { ce_traceparent: trace['traceparent'] }),
      ...(trace['x-correlation-id'] && { ce_correlationid: trace['x-correlation-id'] }),
    },
    value: new TextEncoder().encode(JSON.stringify(codec.toJSON(event.data))),
  };
}

/** @throws PlatformError `invalid_argument` when the record is no CloudEvent of the type its topic carries. */
export function decodeCloudEvent<Type extends EventType>(
  type: Type,
  record: EventRecord,
): ReceivedEvent<Type> {
  const { headers } = record;
  const id = headers['ce_id'];
  if (headers['ce_specversion'] !== '1.0' || !id || headers['ce_type'] !== topicOf(type)) {
    throw new PlatformError(
      'invalid_argument',
      `The record is not a ${topicOf(type)} CloudEvent 1.0.`,
    );
  }
  const codec = eventCodecs[type] as unknown as { fromJSON(json: unknown): EventData<Type> };
  let data: EventData<Type>;
  try {
    data = codec.fromJSON(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(record.value)),
    );
  } catch (cause) {
    throw new PlatformError(
      'invalid_argument',
      `The data of ${topicOf(type)} ${id} cannot be read.`,
      { cause },
    );
  }
  return { id, type, key: record.key, time: new Date(headers['ce_time'] ?? Number.NaN), data };
}
