import { trainingApi } from '@millrace/api';
import { PlatformError } from '@millrace/platform';
import { answersIn, type Answer } from '../domain/answers.js';
import type { DriftContext } from './drift-context.js';
import { readObject } from './read-object.js';

/** What the trainer calls the evaluation among the artifacts of a run. */
const evaluationPath = 'evaluation.json';

/**
 * What a model said of its holdout, from the evaluation that its run left; empty where the run is not known or left none
 * that can be read.
 * @throws PlatformError `unavailable`
 */
export async function readHoldoutAnswers(
  context: DriftContext,
  runId: string,
  signal: AbortSignal,
): Promise<readonly Answer[]> {
  try {
    const { run } = await context.tracking.getRun({ runId }, { signal });
    const evaluation = run?.artifacts.find(({ path }) => path === evaluationPath);
    if (!evaluation) return [];
    const bytes = await readObject(context, evaluation.key, signal);
    const document = JSON.parse(new TextDecoder().decode(bytes)) as object;
    // Evaluations of the time when there were classes only say nothing of their kind.
    return answersIn(trainingApi.evaluationSchema.parse({ kind: 'classes', ...document }));
  } catch (caught) {
    const error = PlatformError.from(caught);
    if (error.retriable || signal.aborted) throw error;
    if (error.code !== 'not_found') {
      context.logger.warn('What a model answered on its holdout cannot be read.', {
        runId,
        cause: caught,
      });
    }
    return [];
  }
}
