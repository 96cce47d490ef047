import type { CounterMetric } from '@millrace/platform';
import { checkExplainable, type AnswerExplanation } from '../domain/explain/answer-explanation.js';
import type { Answer } from './answer.js';
import type { Answerer, PredictionRequest } from './answer-requests.js';
import type { Explainers } from './explainers.js';

/** An answer, and what each feature adds to it where that was asked for. */
export interface ExplainedAnswer extends Answer {
  readonly explanation?: AnswerExplanation;
}

/**
 * Answers like an `Answerer`, and explains what it says.
 * @throws PlatformError as an `Answerer`; `invalid_argument` for too many rows
 */
export type ExplainingAnswerer = (request: PredictionRequest) => Promise<ExplainedAnswer>;

/** @param explained rows, by model and version */
export function explainingAnswerer(
  answer: Answerer,
  explainers: Explainers,
  explained: CounterMetric,
): ExplainingAnswerer {
  return async (request) => {
    const answered = await answer({
      ...request,
      read: async (loaded) => {
        const explainer = await explainers.of(loaded);
        const read = await request.read(loaded);
        if ('table' in read) checkExplainable(read.table.rows, explainer);
        return read;
      },
    });
    const explainer = await explainers.of(answered.loaded);
    const contributions = await explainers.contributionsOf(explainer, answered.table, request);
    const { model, version } = answered.loaded;
    explained.add({ model, version: String(version) }, answered.table.rows);
    return { ...answered, explanation: { explainer, contributions } };
  };
}
