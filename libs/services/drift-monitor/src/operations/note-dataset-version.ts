import type { DatasetUpdated } from '@millrace/contracts';
import type { Effect } from '@millrace/platform';
import type { DriftTables } from '../store/drift-tables.js';
import { compareNewestVersion } from './compare-newest-version.js';
import type { DriftContext } from './drift-context.js';

/** Remembers a dataset's newest version and compares it with what its champions learned from. */
export function noteDatasetVersion(
  context: DriftContext,
  { dataset, version }: DatasetUpdated,
): Effect<DriftTables> {
  return async (transaction) => {
    await transaction
      .insertInto('dataset_seen')
      .values({ dataset, version })
      .onConflict((conflict) =>
        conflict
          .column('dataset')
          .doUpdateSet({ version })
          .where('dataset_seen.version', '<', version),
      )
      .execute();
    await compareNewestVersion(context, transaction, dataset);
  };
}
