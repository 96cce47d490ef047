import type { Outbox } from '@millrace/platform';
import type { Clock, Logger, ObjectStore } from '@millrace/ports';
import type { UploadLimits } from '../domain/limits.js';
import type { IngestionDb } from '../store/tables.js';

/** What the operations work with. */
export interface IngestionContext {
  readonly db: IngestionDb;
  readonly objects: ObjectStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: UploadLimits;
}
