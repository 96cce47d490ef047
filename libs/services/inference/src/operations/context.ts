import type { Client, ModelServiceDefinition } from '@millrace/contracts';
import type { CounterMetric, Outbox } from '@millrace/platform';
import type { Clock, Ids, Journal, Logger, ObjectStore } from '@millrace/ports';
import type { InferenceDb } from '../store/tables.js';
import type { JournalBacklog } from './journal-backlog.js';
import type { KnownVersions } from './known-versions.js';
import type { LogLinePool } from './log-line-pool.js';
import type { ModelFiles } from './model-files.js';
import type { ScoringThreads } from './scoring-threads.js';
import type { ServingModels } from './serving-models.js';

/** What the operations work with. */
export interface InferenceContext {
  readonly db: InferenceDb;
  readonly objects: ObjectStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly models: Client<typeof ModelServiceDefinition>;
  readonly journal: Journal;
  /** Makes the lines of the prediction log; absent: in the thread that reads requests. */
  readonly logLines: LogLinePool | undefined;
  readonly files: ModelFiles;
  readonly known: KnownVersions;
  readonly serving: ServingModels;
  readonly swaps: CounterMetric;
  readonly backlog: JournalBacklog;
  readonly threads: ScoringThreads;
}
