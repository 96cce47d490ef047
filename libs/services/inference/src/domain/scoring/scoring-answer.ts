import type { PredictionExplanationBody } from '@millrace/api';
import type { Predictions } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';
import { explanationBody, type Said } from '../explain/answer-explanation.js';
import type { AnsweringModel } from '../answering-model.js';

/** What `params` may ask for, after the methods of scikit-learn's models. */
export type ScoringMethod = 'predict' | 'predict_proba';

/**
 * What is asked for; `predict` unless the parameter `predict_method` says otherwise.
 * @throws PlatformError `invalid_argument` for parameters a model does not have
 */
export function scoringMethod(
  params: unknown,
  { signature }: Pick<AnsweringModel, 'signature'>,
): ScoringMethod {
  const { predict_method: method = 'predict', explain: _, ...others } = parametersOf(params);
  if (Object.keys(others).length > 0) {
    const message = 'The parameters there are, are predict_method and explain.';
    throw new PlatformError('invalid_argument', message);
  }
  if (method === 'predict') return method;
  if (method === 'predict_proba' && signature.task !== 'regression') return method;
  const message =
    signature.task === 'regression'
      ? 'The predict_method of a regression is "predict".'
      : 'predict_method is "predict" or "predict_proba".';
  throw new PlatformError('invalid_argument', message);
}

/**
 * Whether the parameter `explain` asks for an explanation.
 * @throws PlatformError `invalid_argument` for another value than true and false
 */
export function asksToExplain(params: unknown): boolean {
  const { explain = false } = parametersOf(params);
  if (typeof explain === 'boolean') return explain;
  throw new PlatformError('invalid_argument', 'The parameter explain is true or false.');
}

/**
 * As much of parameters as `scoringMethod` and `asksToExplain` judge them by, small and flat: what a request nests deeply
 * cannot go from one thread to another.
 */
export function flatParameters(params: unknown): unknown {
  if (typeof params !== 'object' || params === null) return params;
  if (Array.isArray(params)) return [];
  const {
    predict_method: method,
    explain,
    ...others
  } = params as Readonly<Record<string, unknown>>;
  return {
    ...(method !== undefined && { predict_method: flat(method) }),
    ...(explain !== undefined && { explain: flat(explain) }),
    ...(Object.keys(others).length > 0 && { others: null }),
  };
}

/** An object is as wrong as `null` is. */
function flat(value: unknown): unknown {
  return typeof value === 'object' ? null : value;
}

function parametersOf(params: unknown): Readonly<Record<string, unknown>> {
  if (params === undefined || params === null) return {};
  if (typeof params === 'object' && !Array.isArray(params)) {
    return params as Readonly<Record<string, unknown>>;
  }
  throw new PlatformError('invalid_argument', 'params must be an object.');
}

export interface ScoringBody {
  readonly predictions: readonly (string | number | readonly number[])[];
  readonly explanation?: PredictionExplanationBody;
}

/** The body of an answer. */
export function scoringAnswer(
  loaded: Pick<AnsweringModel, 'signature'>,
  { predictions, explanation }: Said,
  method: ScoringMethod,
): ScoringBody {
  return {
    predictions: rowsOf(loaded.signature.classes, predictions, method),
    ...(explanation && { explanation: explanationBody(explanation) }),
  };
}

function rowsOf(
  labels: readonly string[],
  predictions: Predictions,
  method: ScoringMethod,
): ScoringBody['predictions'] {
  if (predictions.kind === 'quantities') return [...predictions.values];
  const { classes, probabilities } = predictions;
  if (method === 'predict') return Array.from(classes, (code) => labels[code] ?? '');
  const width = labels.length;
  return Array.from(classes, (_, row) => [
    ...probabilities.subarray(row * width, (row + 1) * width),
  ]);
}
