import type { Predictions } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';
import type { LoadedModel } from '../loaded-model.js';

/** What `params` may ask for, after the methods of scikit-learn's models. */
export type ScoringMethod = 'predict' | 'predict_proba';

/**
 * What is asked for; `predict` unless the parameter `predict_method` says otherwise.
 * @throws PlatformError `invalid_argument` for parameters a model does not have
 */
export function scoringMethod(
  params: unknown,
  { signature }: Pick<LoadedModel, 'signature'>,
): ScoringMethod {
  if (params === undefined || params === null) return 'predict';
  if (typeof params !== 'object' || Array.isArray(params)) {
    throw new PlatformError('invalid_argument', 'params must be an object.');
  }
  const { predict_method: method = 'predict', ...others } = params as Record<string, unknown>;
  if (Object.keys(others).length > 0) {
    throw new PlatformError('invalid_argument', 'The one parameter there is is predict_method.');
  }
  if (method === 'predict') return method;
  if (method === 'predict_proba' && signature.task !== 'regression') return method;
  const message =
    signature.task === 'regression'
      ? 'The predict_method of a regression is "predict".'
      : 'predict_method is "predict" or "predict_proba".';
  throw new PlatformError('invalid_argument', message);
}

/** The body of an answer. */
export function scoringAnswer(
  { signature: { classes } }: Pick<LoadedModel, 'signature'>,
  predictions: Predictions,
  method: ScoringMethod,
): { readonly predictions: readonly (string | number | readonly number[])[] } {
  if (predictions.kind === 'quantities') return { predictions: [...predictions.values] };
  const { classes: codes, probabilities } = predictions;
  if (method === 'predict')
    return { predictions: Array.from(codes, (code) => classes[code] ?? '') };
  const width = classes.length;
  return {
    predictions: Array.from(codes, (_, row) => [
      ...probabilities.subarray(row * width, (row + 1) * width),
    ]),
  };
}
