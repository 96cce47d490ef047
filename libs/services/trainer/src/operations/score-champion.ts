import type { ChampionScore, ModelVersion } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { scoreModel } from '../domain/learning.js';
import type { Execution } from './execution.js';
import { readObject, sha256Of } from './read-frame-bytes.js';
import { findRun } from '../store/training-runs.js';
import type { StoredModel } from '../store/tables.js';
import { scoredModelFile } from './write-model-folder.js';

/**
 * How the model's present champion does on the holdout rows of this run; undefined when there is none, or when it is
 * the very version this run made. Like is compared with like: of a champion that was fitted to all rows after it had been
 * scored, what was scored is scored again. A champion that cannot be scored carries the reason instead of figures.
 */
export async function scoreChampion(
  trainer: Pick<Trainer, 'db' | 'models' | 'objects' | 'logger'>,
  { run, held, frame }: Execution,
  ownVersion: number,
): Promise<ChampionScore | undefined> {
  const champion = await championOf(trainer, run.model, held.signal);
  if (!champion || champion.version === ownVersion) return undefined;
  try {
    const { key, sha256 } = await scoredFileOf(trainer, champion);
    const bytes = await readObject(trainer.objects, key, held.signal);
    if (sha256Of(bytes) !== sha256) {
      throw new PlatformError('corrupt', 'Its stored model does not match its digest.');
    }
    return { version: champion.version, holdoutMetrics: scoreModel(bytes, { ...run, frame }) };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.retriable || held.signal.aborted) throw error;
    trainer.logger.info('The champion could not be scored.', {
      version: champion.version,
      reason: error.message,
    });
    return { version: champion.version, holdoutMetrics: {}, incompatibility: error.message };
  }
}

/** The model file that the figures of a version are of: its own, where its run is not known here or kept no other. */
async function scoredFileOf(
  { db }: Pick<Trainer, 'db'>,
  { runId, modelKey, sha256 }: ModelVersion,
): Promise<{ readonly key: string; readonly sha256: string }> {
  const made = (await findRun(db, runId))?.stored_model;
  // Models of the time before files were listed have no list.
  const files = (made as Partial<StoredModel> | null | undefined)?.files ?? [];
  const scored = files.find(({ name }) => name === scoredModelFile);
  return scored ?? { key: modelKey, sha256 };
}

/** The version that the alias `champion` names; undefined when there is none. */
export async function championOf(
  { models }: Pick<Trainer, 'models'>,
  model: string,
  signal: AbortSignal,
): Promise<ModelVersion | undefined> {
  try {
    const { version } = await models.getModelVersion(
      { model, selector: { $case: 'alias', value: 'champion' } },
      { signal },
    );
    return version;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not_found') return undefined;
    throw error;
  }
}
