import type {
  Client,
  DatasetServiceDefinition,
  ModelServiceDefinition,
  TrackingServiceDefinition,
} from '@millrace/contracts';
import type { ServiceDependencies } from '@millrace/platform';
import type { DriftPolicy } from '../domain/drift-policy.js';
import type { DriftDatabase } from '../store/drift-tables.js';

/** What the operations work with. */
export interface DriftContext extends Pick<
  ServiceDependencies,
  'clock' | 'ids' | 'objects' | 'outbox' | 'metrics' | 'logger'
> {
  readonly db: DriftDatabase;
  readonly datasets: Client<DatasetServiceDefinition>;
  readonly models: Client<ModelServiceDefinition>;
  readonly tracking: Pick<Client<TrackingServiceDefinition>, 'getRun'>;
  readonly policy: DriftPolicy;
}
