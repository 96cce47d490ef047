import type { PredictionExplanationBody } from '@millrace/api';
import { inferenceApi } from '@millrace/api';
import type { ModelExplainer, Predictions } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';

/** What each feature adds to what a model says of each row. */
export interface AnswerExplanation {
  readonly explainer: ModelExplainer;
  /** rows x scores x features, row-major: adds up to the score less its base value. */
  readonly contributions: Float64Array;
}

/** What a model says of rows, and why, where that was asked for. */
export interface Said {
  readonly predictions: Predictions;
  readonly explanation?: AnswerExplanation;
}

/** Contributions of one answer at most: eight bytes each here, and about twenty as text. */
const mostContributions = 1_000_000;

/**
 * Refuses to explain more rows than one request may take the time of others for.
 * @throws PlatformError `invalid_argument`
 */
export function checkExplainable(
  rows: number,
  { features, scores }: Pick<ModelExplainer, 'features' | 'scores'>,
): void {
  const perRow = Math.max(1, features.length * scores.length);
  const most = Math.max(1, Math.min(inferenceApi.maxExplainedRows, mostContributions / perRow));
  if (rows <= most) return;
  const message = `Ask for the explanation of ${Math.floor(most)} rows at most, not ${rows}.`;
  throw new PlatformError('invalid_argument', message);
}

/** The explanation as the API's own protocol has it, by the names of scores and features. */
export function explanationBody({
  explainer,
  contributions,
}: AnswerExplanation): PredictionExplanationBody {
  const {
    scale,
    method,
    calibratedAfterwards,
    reference,
    background,
    baseValues,
    scores,
    features,
  } = explainer;
  const perRow = scores.length * features.length;
  const ofScore = (from: number) =>
    Object.fromEntries(features.map((name, column) => [name, contributions[from + column] ?? 0]));
  const ofRow = (from: number) =>
    Object.fromEntries(
      scores.map((name, score) => [name, ofScore(from + score * features.length)]),
    );
  return {
    scale,
    method,
    calibratedAfterwards,
    reference,
    ...(background && { background }),
    baseValues: Object.fromEntries(scores.map((name, score) => [name, baseValues[score] ?? 0])),
    contributions: Array.from({ length: contributions.length / Math.max(1, perRow) }, (_, row) =>
      ofRow(row * perRow),
    ),
  };
}
