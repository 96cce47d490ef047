import type { ModelPromoted } from '@millrace/contracts';
import type { Effect } from '@millrace/platform';
import type { DriftTables } from '../store/drift-tables.js';
import { compareNewestVersion } from './compare-newest-version.js';
import type { DriftContext } from './drift-context.js';
import { lookUpModel } from './look-up.js';

/** Takes a new champion's training data for the reference from now on. */
export async function watchChampion(
  context: DriftContext,
  { model, version, alias }: ModelPromoted,
  signal: AbortSignal,
): Promise<Effect<DriftTables>> {
  if (alias !== 'champion') return () => Promise.resolve();
  const { lineage, inputs } = await lookUpModel(context, { model, version }, signal);
  const champion = {
    version,
    dataset: lineage.dataset,
    dataset_version: lineage.datasetVersion,
    target: lineage.target,
    inputs: JSON.stringify(inputs),
    drifted_windows: 0,
  };
  return async (transaction) => {
    await transaction
      .insertInto('watched_model')
      .values({ model, ...champion, training_requested_at: null })
      .onConflict((conflict) => conflict.column('model').doUpdateSet(champion))
      .execute();
    await compareNewestVersion(context, transaction, lineage.dataset);
  };
}
