import { trainingApi, type ExplanationBody } from '@millrace/api';
import { PlatformError } from '@millrace/platform';
import type { Trainer } from '../dependencies.js';
import { getTrainingRun } from './get-training-run.js';
import { readObject } from './read-frame-bytes.js';

/**
 * What the model that a run made leans on.
 * @throws PlatformError `not_found` without such a run, or when its model was not explained; `failed_precondition` while
 * it has made no model; `corrupt`
 */
export async function getExplanation(
  { db, objects }: Pick<Trainer, 'db' | 'objects'>,
  id: string,
  signal: AbortSignal,
): Promise<ExplanationBody> {
  const { run } = await getTrainingRun({ db }, id);
  if (!run.stored_model) {
    throw new PlatformError(
      'failed_precondition',
      `Training run ${id} is ${run.status} and has made no model to explain.`,
    );
  }
  // Models of the time before files were listed have none.
  const files = (run.stored_model as Partial<typeof run.stored_model>).files ?? [];
  const file = files.find(({ name }) => name === 'explanation.json');
  if (!file) {
    throw new PlatformError(
      'not_found',
      `The model of training run ${id} was not explained: that would have taken long, or its holdout says too little.`,
    );
  }
  const bytes = await readObject(objects, file.key, signal);
  const read = trainingApi.explanationSchema.safeParse(
    JSON.parse(new TextDecoder().decode(bytes)) as unknown,
  );
  if (read.success) return read.data;
  throw new PlatformError('corrupt', `The stored explanation of training run ${id} is damaged.`, {
    cause: read.error,
  });
}
