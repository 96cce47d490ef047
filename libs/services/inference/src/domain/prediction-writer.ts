import type { Predictions } from '@millrace/ml';
import type { AnsweringModel } from './answering-model.js';

/** Writes the text that `JSON.stringify` makes of `predictionBody`, with what never changes put into JSON once. */
export type PredictionWriter = (predictions: Predictions) => string;

export function predictionWriter({
  model,
  version,
  signature: { classes },
}: AnsweringModel): PredictionWriter {
  const head = `{"model":${JSON.stringify(model)},"version":${version},"predictions":[`;
  const labels = classes.map((label) => JSON.stringify(label));
  // In the order that objects have: whole numbers go first.
  const order = Object.entries(Object.fromEntries(classes.map((label, code) => [label, code])));
  const shares = order.map(([label, code], index) => ({
    key: `${index === 0 ? '{' : ','}${JSON.stringify(label)}:`,
    code,
  }));
  return (predictions) => {
    if (predictions.kind === 'quantities') {
      return `${head}${Array.from(predictions.values, numberText).join(',')}]}`;
    }
    let said = head;
    let probabilities = '],"probabilities":[';
    for (let row = 0; row < predictions.classes.length; row++) {
      if (row > 0) {
        said += ',';
        probabilities += ',';
      }
      said += labels[predictions.classes[row] ?? -1] ?? '""';
      for (const { key, code } of shares) {
        probabilities += key;
        probabilities += numberText(predictions.probabilities[row * classes.length + code]);
      }
      probabilities += '}';
    }
    return `${said}${probabilities}]}`;
  };
}

/** A number as `JSON.stringify` has it. */
export function numberText(value: number | undefined): string {
  return value !== undefined && Number.isFinite(value) ? String(value) : 'null';
}
