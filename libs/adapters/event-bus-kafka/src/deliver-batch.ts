import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { DeliveredRecord, EventRecord, Logger, SubscriptionOptions } from '@millrace/ports';
import { pause } from './pause.js';

export interface BatchDelivery {
  readonly handle: SubscriptionOptions['handle'];
  readonly closing: AbortSignal;
  readonly heartbeatMs: number;
  readonly logger: Logger;
  /** Told whenever a record was handled or tried. */
  readonly progressed: () => void;
}

const firstBackoffMs = 100;
const longestBackoffMs = 10_000;

/**
 * Hands on the records of one partition in order. An offset is committed only after its record was handled; a rejected
 * record is handed over again after a while, its successors wait. Heartbeats go on meanwhile, so that a long handler
 * does not cost us our place in the group; when the partition is being taken away, the handler is told to stop.
 */
export async function deliverBatch(
  payload: EachBatchPayload,
  { handle, closing, heartbeatMs, logger, progressed }: BatchDelivery,
): Promise<void> {
  const { batch, heartbeat, resolveOffset, commitOffsetsIfNecessary, uncommittedOffsets } = payload;
  const revoked = new AbortController();
  const signal = AbortSignal.any([closing, revoked.signal]);
  let lost: unknown;
  const beat = setInterval(() => {
    progressed();
    heartbeat().catch((error: unknown) => {
      lost = error;
      revoked.abort();
    });
  }, heartbeatMs);
  const mayGoOn = () => !signal.aborted && payload.isRunning() && !payload.isStale();
  try {
    for (const message of batch.messages) {
      if (!mayGoOn()) break;
      const record = { ...decode(batch.topic, message), signal };
      if (!(await handledOrRevoked(record))) break;
      resolveOffset(message.offset);
      await commitOffsetsIfNecessary(uncommittedOffsets());
    }
  } finally {
    clearInterval(beat);
  }
  // The client joins the group anew on this error; what was not resolved comes again.
  if (lost !== undefined) throw lost;

  async function handledOrRevoked(record: DeliveredRecord): Promise<boolean> {
    for (let failures = 0; mayGoOn();) {
      try {
        await handle(record);
        return true;
      } catch (cause) {
        if (!mayGoOn()) return false;
        logger.debug('A record was rejected; it will be delivered again.', {
          topic: record.topic,
          key: record.key,
          failures: ++failures,
          cause,
        });
        const milliseconds = firstBackoffMs * 2 ** Math.min(failures, 10);
        await pause(Math.min(milliseconds, longestBackoffMs), signal);
      }
    }
    return false;
  }
}

function decode(topic: string, { key, headers, value }: KafkaMessage): EventRecord {
  const entries = Object.entries(headers ?? {}).flatMap(([name, given]) => {
    const one = Array.isArray(given) ? given[0] : given;
    return one === undefined ? [] : [[name, one.toString()] as const];
  });
  return {
    topic,
    key: key?.toString() ?? '',
    headers: Object.fromEntries(entries),
    value: new Uint8Array(value ?? []),
  };
}
