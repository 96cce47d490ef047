import { nameBasedId } from '../domain/name-based-id.js';
import type { DriftDatabase } from '../store/drift-tables.js';
import { insertReport } from '../store/insert-report.js';
import type { DriftContext } from './drift-context.js';

/**
 * Begins a report for every champion that learned from an older version of the dataset than the newest one known.
 * Versions and champions are announced independently, so both ends call this; the report's id is made of what is
 * compared, so that a pair is compared once.
 */
export async function compareNewestVersion(
  { clock, policy }: DriftContext,
  transaction: DriftDatabase,
  dataset: string,
): Promise<void> {
  const newest = await transaction
    .selectFrom('dataset_seen')
    .select('version')
    .where('dataset', '=', dataset)
    .executeTakeFirst();
  if (!newest) return;
  const outdated = await transaction
    .selectFrom('watched_model')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('dataset_version', '<', newest.version)
    .orderBy('model')
    .execute();
  for (const { model, version, dataset_version, target, inputs } of outdated) {
    await insertReport(transaction, {
      id: nameBasedId('dataset', model, version, dataset, newest.version),
      subject: model,
      mode: 'dataset',
      reference: { dataset, version: dataset_version },
      current: { dataset, version: newest.version },
      options: {
        columns: [...inputs.map(({ name }) => name), target],
        ...(policy.driftShare !== undefined && { driftShare: policy.driftShare }),
      },
      watched: { model, version },
      createdAt: clock.now(),
    });
  }
}
