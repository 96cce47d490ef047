import type { Predictions } from '@millrace/ml';
import type { AnsweringModel } from '../answering-model.js';
import type { Said } from '../explain/answer-explanation.js';
import { explanationOutputs, explanationTensor } from './explanation-tensors.js';
import { malformed, type InferHead } from './infer-request.js';
import type { OutputTensor } from './output-tensor.js';

/** The likeliest class of each row, by its name. */
export const labelOutput = 'label';
/** The probability of every class, in the order of the metadata. */
export const probabilitiesOutput = 'probabilities';
/** The number a regression says of each row. */
export const predictionOutput = 'prediction';

/** The outputs a model has. */
export function outputsOf({ signature }: Pick<AnsweringModel, 'signature'>): readonly {
  readonly name: string;
  readonly datatype: OutputTensor['datatype'];
  readonly shape: readonly number[];
}[] {
  return signature.task === 'regression'
    ? [{ name: predictionOutput, datatype: 'FP64', shape: [-1] }]
    : [
        { name: labelOutput, datatype: 'BYTES', shape: [-1] },
        { name: probabilitiesOutput, datatype: 'FP64', shape: [-1, signature.classes.length] },
      ];
}

/** Whether an answer needs the model explained: outputs that are named are the ones that count. */
export function wantsExplanation({ outputs, explain }: InferHead): boolean {
  if (outputs === undefined || outputs.length === 0) return explain;
  return outputs.some(({ name }) => explanationOutputs.includes(name));
}

/** @throws PlatformError `invalid_argument` when an output is asked for that the model does not have */
export function checkOutputs(
  loaded: Pick<AnsweringModel, 'signature'>,
  { outputs }: InferHead,
): void {
  if (outputs === undefined || outputs.length === 0) return;
  const known = [...outputsOf(loaded).map(({ name }) => name), ...explanationOutputs];
  const names = new Set(known);
  outputs.forEach(({ name }, index) => {
    if (names.delete(name)) return;
    throw malformed(
      `/outputs/${index}/name`,
      known.includes(name) ? 'is asked for twice' : `must be one of ${known.join(', ')}`,
    );
  });
}

/** What was asked for of what the model says, in the order it was asked for. */
export function outputTensors(
  loaded: Pick<AnsweringModel, 'signature'>,
  { predictions, explanation }: Said,
  { outputs, form }: InferHead,
): OutputTensor[] {
  const all = [
    ...outputsOf(loaded).map(({ name }) => name),
    ...(explanation ? explanationOutputs : []),
  ];
  const asked =
    outputs === undefined || outputs.length === 0 ? all.map((name) => ({ name, form })) : outputs;
  return asked.map((output) => ({
    ...output,
    ...(explanation && explanationOutputs.includes(output.name)
      ? explanationTensor(explanation, output.name)
      : tensorOf(loaded, predictions, output.name)),
  }));
}

function tensorOf(
  { signature: { classes } }: Pick<AnsweringModel, 'signature'>,
  predictions: Predictions,
  name: string,
): Pick<OutputTensor, 'datatype' | 'shape' | 'elements'> {
  if (predictions.kind === 'quantities') {
    const { values } = predictions;
    return { datatype: 'FP64', shape: [values.length], elements: values };
  }
  const rows = predictions.classes.length;
  return name === labelOutput
    ? {
        datatype: 'BYTES',
        shape: [rows],
        elements: Array.from(predictions.classes, (code) => classes[code] ?? ''),
      }
    : {
        datatype: 'FP64',
        shape: [rows, classes.length],
        elements: predictions.probabilities,
      };
}
