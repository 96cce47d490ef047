import type { Predictions } from '@millrace/ml';
import type { AnsweringModel } from '../answering-model.js';
import { numberText } from '../prediction-writer.js';
import { labelOutput, predictionOutput, probabilitiesOutput } from './output-tensors.js';

/** Writes the text that `inferAnswer` makes for a request of all outputs, with what never changes put into JSON once. */
export type InferWriter = (predictions: Predictions) => string;

export function inferWriter({
  model,
  version,
  signature: { classes },
}: AnsweringModel): InferWriter {
  const head = `{"model_name":${JSON.stringify(model)},"model_version":"${version}","outputs":[`;
  const labels = classes.map((label) => JSON.stringify(label));
  const tensor = (name: string, datatype: string, shape: string, data: string) =>
    `{"name":"${name}","datatype":"${datatype}","shape":[${shape}],"data":[${data}]}`;
  return (predictions) => {
    if (predictions.kind === 'quantities') {
      const { values } = predictions;
      return `${head}${tensor(predictionOutput, 'FP64', `${values.length}`, joined(values))}]}`;
    }
    const rows = predictions.classes.length;
    let said = labels[predictions.classes[0] ?? -1] ?? '""';
    for (let row = 1; row < rows; row++) {
      said += `,${labels[predictions.classes[row] ?? -1] ?? '""'}`;
    }
    const shares = joined(predictions.probabilities);
    const label = tensor(labelOutput, 'BYTES', `${rows}`, said);
    return `${head}${label},${tensor(probabilitiesOutput, 'FP64', `${rows},${classes.length}`, shares)}]}`;
  };
}

function joined(values: Float64Array): string {
  let text = numberText(values[0]);
  for (let at = 1; at < values.length; at++) text += `,${numberText(values[at])}`;
  return text;
}
