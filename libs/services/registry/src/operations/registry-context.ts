import type { ServiceDependencies } from '@millrace/platform';
import type { RegistryDatabase } from '../store/registry-tables.js';

/** What the operations work with. */
export interface RegistryContext extends Pick<
  ServiceDependencies,
  'clock' | 'ids' | 'objects' | 'outbox' | 'metrics'
> {
  readonly db: RegistryDatabase;
}
