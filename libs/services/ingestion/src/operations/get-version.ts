import { PlatformError } from '@millrace/platform';
import type { DatasetVersionRecord } from '../domain/dataset-version.js';
import { findVersion } from '../store/version-queries.js';
import type { IngestionContext } from './context.js';

/**
 * One version of a dataset, the newest when no number is given.
 * @throws PlatformError `not_found`
 */
export async function getVersion(
  { db }: Pick<IngestionContext, 'db'>,
  dataset: string,
  version?: number,
): Promise<DatasetVersionRecord> {
  const found = await findVersion(db, dataset, version);
  if (found) return found;
  const which = version === undefined ? 'no dataset' : `no version ${version} of a dataset`;
  throw new PlatformError('not_found', `There is ${which} named ${JSON.stringify(dataset)}.`);
}
