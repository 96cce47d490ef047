import type { FeatureValue } from './feature-row.js';

/** One answered row, as it is kept. */
export interface LoggedPrediction {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly model: string;
  readonly version: number;
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly prediction: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

export function encodeLogLine(prediction: LoggedPrediction): string {
  return JSON.stringify(prediction);
}

export function decodeLogLine(line: string): LoggedPrediction {
  return JSON.parse(line) as LoggedPrediction;
}
