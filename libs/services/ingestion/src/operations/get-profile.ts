import { PlatformError } from '@millrace/platform';
import { findProfile } from '../store/version-queries.js';
import type { IngestionContext } from './context.js';

/**
 * The profile of a version: what each column holds.
 * @throws PlatformError `not_found`
 */
export async function getProfile(
  { db }: Pick<IngestionContext, 'db'>,
  dataset: string,
  version: number,
): Promise<unknown> {
  const profile = await findProfile(db, dataset, version);
  if (profile !== undefined) return JSON.parse(profile);
  throw new PlatformError(
    'not_found',
    `There is no version ${version} of a dataset named ${JSON.stringify(dataset)}.`,
  );
}
