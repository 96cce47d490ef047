import type { DatasetVersion } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';

/** @throws PlatformError `not_found` when the dataset or version does not exist, `unavailable` */
export async function readDatasetVersion(
  { datasets }: Pick<Trainer, 'datasets'>,
  dataset: string,
  version: number | undefined,
  signal?: AbortSignal,
): Promise<DatasetVersion> {
  const answer = await datasets.getDatasetVersion({ dataset, version }, signal && { signal });
  if (!answer.version) {
    throw new PlatformError('internal', 'The answer of the dataset service names no version.');
  }
  return answer.version;
}

/**
 * The column to learn: the one asked for, the one its uploader named, or the one the model's champion learned.
 * Undefined when nobody says.
 */
export async function targetOf(
  { models }: Pick<Trainer, 'models'>,
  version: DatasetVersion,
  { model, target, signal }: { model: string; target?: string | undefined; signal?: AbortSignal },
): Promise<string | undefined> {
  if (target !== undefined || version.target !== undefined) return target ?? version.target;
  try {
    const champion = await models.getModelVersion(
      { model, selector: { $case: 'alias', value: 'champion' } },
      signal && { signal },
    );
    return champion.version?.lineage?.target || undefined;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not_found') return undefined;
    throw error;
  }
}
