import type { ChampionScore, ModelVersion } from '@millrace/contracts';
import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { scoreModel } from '../domain/learning.js';
import type { Execution } from './execution.js';
import { readObject, sha256Of } from './read-frame-bytes.js';

/**
 * How the model's present champion does on the holdout rows of this run; undefined when there is none, or when it is
 * the very version this run made. A champion that cannot be scored carries the reason instead of figures.
 */
export async function scoreChampion(
  trainer: Pick<Trainer, 'models' | 'objects' | 'logger'>,
  { run, held, frame }: Execution,
  ownVersion: number,
): Promise<ChampionScore | undefined> {
  const champion = await championOf(trainer, run.model, held.signal);
  if (!champion || champion.version === ownVersion) return undefined;
  try {
    const bytes = await readObject(trainer.objects, champion.modelKey, held.signal);
    if (sha256Of(bytes) !== champion.sha256) {
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
