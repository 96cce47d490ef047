import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import type { StoredModel } from '../store/tables.js';
import type { Execution } from './execution.js';

/** Registers the stored model as the next version; the registry makes one version of one run. */
export async function registerModel(
  { models, codeCommit }: Pick<Trainer, 'models' | 'codeCommit'>,
  { run, held, version }: Execution,
  model: StoredModel,
): Promise<number> {
  const answer = await models.registerModelVersion(
    {
      model: run.model,
      runId: run.id,
      modelKey: model.key,
      sha256: model.sha256,
      size: model.size,
      signatureJson: model.signatureJson,
      lineage: {
        dataset: run.dataset,
        datasetVersion: run.version,
        datasetSha256: version.digest?.sha256 ?? '',
        codeCommit,
        seed: run.seed,
        frameKey: version.frameKey,
        target: run.target,
      },
      metric: run.metric,
      holdoutMetrics: { ...model.holdout.metrics },
      algorithm: model.algorithm,
    },
    { signal: held.signal },
  );
  if (!answer.version) {
    throw new PlatformError('internal', 'The registry answered without a model version.');
  }
  return answer.version.version;
}
