import type { AnswerExplanation } from '../explain/answer-explanation.js';
import type { OutputTensor } from './output-tensor.js';

/** What each feature adds to each score of each row: `[rows, features, scores]`. */
export const contributionsOutput = 'contributions';
/** The scores that contributions are counted from: `[scores]`. */
export const baseOutput = 'base';
/** What the scores speak of: the classes, the second of two, or the target. */
export const scoresOutput = 'scores';

/** Outputs beside those of the metadata: a model has them only when it is asked to explain itself. */
export const explanationOutputs: readonly string[] = [
  contributionsOutput,
  baseOutput,
  scoresOutput,
];

export function explanationTensor(
  { explainer, contributions }: AnswerExplanation,
  name: string,
): Omit<OutputTensor, 'name' | 'form'> {
  const { features, scores, baseValues, background } = explainer;
  if (name === baseOutput) {
    return { datatype: 'FP64', shape: [scores.length], elements: baseValues };
  }
  if (name === scoresOutput) {
    return { datatype: 'BYTES', shape: [scores.length], elements: scores };
  }
  const perRow = scores.length * features.length;
  const rows = perRow === 0 ? 0 : contributions.length / perRow;
  const elements = new Float64Array(contributions.length);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (let feature = 0; feature < features.length; feature++) {
      for (let score = 0; score < scores.length; score++) {
        elements[to++] = contributions[row * perRow + score * features.length + feature] ?? 0;
      }
    }
  }
  return {
    datatype: 'FP64',
    shape: [rows, features.length, scores.length],
    elements,
    parameters: {
      scale: explainer.scale,
      method: explainer.method,
      reference: explainer.reference,
      calibrated_afterwards: explainer.calibratedAfterwards,
      ...(background && { background_rows: background.rows }),
      ...(background?.orders !== undefined && { background_orders: background.orders }),
    },
  };
}
