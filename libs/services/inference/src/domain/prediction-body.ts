import type { PredictionBody } from '@millrace/api';
import type { Predictions } from '@millrace/ml';
import type { LoadedModel } from './loaded-model.js';
import { probabilitiesOf } from './probabilities.js';

/** The answer of the API's own protocol. */
export function predictionBody(
  { model, version, signature: { classes } }: LoadedModel,
  predictions: Predictions,
): PredictionBody {
  if (predictions.kind === 'quantities') {
    return { model, version, predictions: [...predictions.values] };
  }
  return {
    model,
    version,
    predictions: Array.from(predictions.classes, (code) => classes[code] ?? ''),
    probabilities: Array.from(predictions.classes, (_, row) =>
      probabilitiesOf(classes, predictions, row),
    ),
  };
}
