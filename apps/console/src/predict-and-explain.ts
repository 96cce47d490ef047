import { ApiError, inferenceApi } from '@millrace/api';
import type { PredictionBody } from '@millrace/api';
import { api } from './api-client.js';
import type { FeatureRow } from './feature-form.js';

export interface ExplainedPrediction {
  readonly answer: PredictionBody;
  readonly asked: FeatureRow;
  /** Why the answer has no explanation. */
  readonly unexplained?: string;
}

/** Asks about one row and why; a model that cannot be explained answers all the same. */
export async function predictAndExplain(
  name: string,
  asked: FeatureRow,
): Promise<ExplainedPrediction> {
  const ask = (explain: boolean) =>
    api.call(inferenceApi.predict, {
      params: { name },
      body: { instances: [{ ...asked }], ...(explain && { explain }) },
    });
  try {
    return { answer: await ask(true), asked };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    // A row that does not fit is refused again.
    return { answer: await ask(false), asked, unexplained: error.message };
  }
}
