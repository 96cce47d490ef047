/** One record of the log: a CloudEvent in Kafka binary mode (attributes are `ce_*` headers, the value is the data). */
export interface EventRecord {
  readonly topic: string;
  /** The aggregate's name: records of one key are delivered in the order they were published. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
}

export interface DeliveredRecord extends EventRecord {
  /** Signals that the subscription is closing: stop early, the record will be delivered again. */
  readonly signal: AbortSignal;
}

export interface SubscriptionOptions {
  /** Consumer group: each record goes to one member of each group. */
  readonly group: string;
  readonly topics: readonly string[];
  /** At least once. A rejection means "deliver it again"; the record's successors of the same key wait. */
  readonly handle: (record: DeliveredRecord) => Promise<void>;
}

export interface EventBus {
  /** Resolves when every record is durable. A rejection says nothing about whether a record was written. */
  publish(records: readonly EventRecord[]): Promise<void>;
  /** Starts from the oldest record for a new group, from the group's offset for a known one. */
  subscribe(options: SubscriptionOptions): Promise<Subscription>;
  /** Rejects when the bus cannot be reached. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface Subscription {
  /** Waits for the record in hand, leaves the group. */
  close(): Promise<void>;
}
