import type { DatasetVersion, Lineage } from '@millrace/contracts';
import { registryApi } from '@millrace/api';
import { PlatformError } from '@millrace/platform';
import type { FrameField } from '../domain/prediction-frame.js';
import type { DriftContext } from './drift-context.js';

const incomplete = (what: string) =>
  new PlatformError('unavailable', `The answer about ${what} was incomplete.`);

/** The newest version when no number is given. @throws PlatformError `not_found`, `unavailable` */
export async function lookUpDataset(
  { datasets }: DriftContext,
  { dataset, version }: { dataset: string; version?: number | undefined },
  signal?: AbortSignal,
): Promise<DatasetVersion> {
  const { version: found } = await datasets.getDatasetVersion(
    { dataset, version },
    signal && { signal },
  );
  if (!found) throw incomplete(`the dataset "${dataset}"`);
  return found;
}

/** What the monitor knows of a model version. */
export interface KnownVersion {
  readonly version: number;
  readonly lineage: Lineage;
  readonly inputs: readonly FrameField[];
  /** The run that made it. */
  readonly runId: string;
}

/** The champion when no number is given. @throws PlatformError `not_found`, `unavailable` */
export async function lookUpModel(
  { models }: DriftContext,
  { model, version }: { model: string; version?: number | undefined },
  signal?: AbortSignal,
): Promise<KnownVersion> {
  const { version: found } = await models.getModelVersion(
    {
      model,
      selector:
        version === undefined
          ? { $case: 'alias', value: 'champion' }
          : { $case: 'version', value: version },
    },
    signal && { signal },
  );
  if (!found?.lineage) throw incomplete(`the model "${model}"`);
  const { inputs } = registryApi.signatureSchema.parse(JSON.parse(found.signatureJson));
  return {
    version: found.version,
    lineage: found.lineage,
    inputs: inputs.map(({ name, type }) => ({ name, type })),
    runId: found.runId,
  };
}
