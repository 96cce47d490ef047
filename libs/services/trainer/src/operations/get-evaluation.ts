import { trainingApi, type EvaluationBody } from '@millrace/api';
import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import type { StoredModel } from '../store/tables.js';
import { getTrainingRun } from './get-training-run.js';
import { readObject } from './read-frame-bytes.js';

/**
 * The whole evaluation of the model that a run made.
 * @throws PlatformError `not_found` without such a run, `failed_precondition` while it has made no model, `corrupt`
 */
export async function getEvaluation(
  { db, objects }: Pick<Trainer, 'db' | 'objects'>,
  id: string,
  signal: AbortSignal,
): Promise<EvaluationBody> {
  const { run } = await getTrainingRun({ db }, id);
  if (!run.stored_model) {
    throw new PlatformError(
      'failed_precondition',
      `Training run ${id} is ${run.status} and has evaluated no model.`,
    );
  }
  const bytes = await readObject(objects, evaluationKeyOf(run.stored_model), signal);
  const document = JSON.parse(new TextDecoder().decode(bytes)) as object;
  // Documents of the time when there were classes only say nothing of their kind.
  const read = trainingApi.evaluationSchema.safeParse({ kind: 'classes', ...document });
  if (read.success) return read.data;
  throw new PlatformError('corrupt', `The stored evaluation of training run ${id} is damaged.`, {
    cause: read.error,
  });
}

/** Models of the time before files were listed have theirs beside the model file. */
function evaluationKeyOf({ key, files }: Pick<StoredModel, 'key'> & Partial<StoredModel>): string {
  const listed = files?.find(({ name }) => name === 'evaluation.json');
  return listed?.key ?? `${key.slice(0, key.lastIndexOf('/'))}/evaluation.json`;
}
