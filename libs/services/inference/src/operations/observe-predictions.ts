import { durationBuckets, PlatformError, type Metrics } from '@millrace/platform';
import type { LoadedModel } from '../domain/loaded-model.js';
import type { ModelSignature } from '@millrace/ml';
import type { InferenceContext } from './context.js';
import { predict, type PredictionAnswer } from './predict.js';
import type { ServedModelFinder } from './find-served.js';

/** Answers for rows that may depend on the signature of the model that is found. */
export type Answerer = (
  model: string,
  instances: (signature: ModelSignature) => readonly unknown[],
) => Promise<PredictionAnswer>;

/** Finds the model, answers, counts and times. */
export function observedAnswerer(
  context: InferenceContext,
  finder: ServedModelFinder,
  metrics: Metrics,
): Answerer {
  const requests = metrics.counter({
    name: 'millrace_prediction_requests_total',
    help: 'Requests for predictions, by the version that took them and what became of them.',
    labels: ['model', 'version', 'outcome'],
  });
  const predictions = metrics.counter({
    name: 'millrace_predictions_total',
    help: 'Rows answered.',
    labels: ['model', 'version'],
  });
  const seconds = metrics.histogram({
    name: 'millrace_prediction_duration_seconds',
    help: 'Time from a request for predictions to its answer, the prediction log included.',
    labels: ['model'],
    buckets: durationBuckets,
  });
  return async (model, instances) => {
    const start = performance.now();
    let loaded: LoadedModel | undefined;
    let outcome = 'answered';
    try {
      loaded = await finder.find(model);
      const answer = await predict(context, loaded, instances(loaded.signature));
      context.backlog.add(answer.predictions.length);
      predictions.add(
        { model: loaded.model, version: String(loaded.version) },
        answer.predictions.length,
      );
      return answer;
    } catch (caught) {
      outcome = PlatformError.from(caught).code;
      throw caught;
    } finally {
      // Names nobody serves come from outside: as labels they would grow without end.
      const labels = { model: loaded?.model ?? '', version: String(loaded?.version ?? '') };
      requests.add({ ...labels, outcome });
      if (loaded) seconds.observe({ model: loaded.model }, (performance.now() - start) / 1000);
    }
  };
}
