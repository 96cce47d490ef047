import type { ModelSignature } from '@millrace/ml';

/** What an answer tells, and is written by, of the model version that gave it. */
export interface AnsweringModel {
  readonly model: string;
  readonly version: number;
  readonly signature: ModelSignature;
}

/** That much of a model, for other threads. */
export function answeringModel({ model, version, signature }: AnsweringModel): AnsweringModel {
  return { model, version, signature };
}
