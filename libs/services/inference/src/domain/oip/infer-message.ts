import type {
  InferParameter,
  InferTensorContents,
  ModelInferRequest,
  ModelInferRequest_InferInputTensor,
  ModelInferResponse,
} from '@millrace/contracts';
import type { Said } from '../explain/answer-explanation.js';
import type { AnsweringModel } from '../answering-model.js';
import { isDatatype, rangeOf, type Datatype } from './datatype.js';
import {
  elementsOf,
  malformed,
  type InferRequest,
  type InputTensor,
  type OutputForm,
} from './infer-request.js';
import type { OutputTensor } from './output-tensor.js';
import { outputTensors } from './output-tensors.js';
import { rawBytesOf, rawElements, textOf } from './raw-elements.js';

/**
 * The request of a gRPC message. An answer goes back the way the request came: raw for raw, typed for typed.
 * @throws PlatformError `invalid_argument` naming the field that is wrong
 */
export function readInferMessage(message: ModelInferRequest): InferRequest {
  const { inputs, rawInputContents } = message;
  const form: OutputForm = rawInputContents.length > 0 ? 'raw' : 'plain';
  if (form === 'raw' && rawInputContents.length !== inputs.length) {
    throw malformed('/raw_input_contents', 'must have as many entries as there are inputs');
  }
  return {
    id: message.id === '' ? undefined : message.id,
    inputs: inputs.map((input, index) =>
      readInput(input, form === 'raw' ? rawInputContents[index] : undefined, `/inputs/${index}`),
    ),
    outputs: message.outputs.map(({ name }) => ({ name, form })),
    form,
    explain: explainOf(message.parameters),
  };
}

function explainOf({ explain }: ModelInferRequest['parameters']): boolean {
  const choice = explain?.parameterChoice;
  if (choice === undefined) return false;
  if (choice.$case === 'boolParam') return choice.value;
  throw malformed('/parameters/explain', 'must be a bool_param');
}

function readInput(
  input: ModelInferRequest_InferInputTensor,
  raw: Uint8Array | undefined,
  field: string,
): InputTensor {
  const { name, datatype, contents } = input;
  if (!isDatatype(datatype)) {
    throw malformed(`${field}/datatype`, 'must be a datatype of the protocol, such as FP64');
  }
  const shape = input.shape.map(Number);
  const count = elementsOf(shape, `${field}/shape`);
  if (raw !== undefined) {
    if (contents !== undefined) {
      throw malformed(`${field}/contents`, 'must be left out beside raw_input_contents');
    }
    const elements = rawElements(raw, datatype, count, `${field}/raw`);
    return { name, datatype, shape, elements };
  }
  const elements = typedElements(contents, datatype, `${field}/contents`);
  if (elements.length !== count) {
    const message = `must have the ${count} elements of its shape, not ${elements.length}`;
    throw malformed(`${field}/contents`, message);
  }
  return { name, datatype, shape, elements };
}

/** The elements of the field that goes with the datatype. */
function typedElements(
  contents: InferTensorContents | undefined,
  datatype: Datatype,
  field: string,
): InputTensor['elements'] {
  if (contents === undefined) return [];
  switch (datatype) {
    case 'BOOL':
      return contents.boolContents;
    case 'BYTES':
      return contents.bytesContents.map((bytes, at) => textOf(bytes, `${field}/${at}`));
    case 'FP32':
      return contents.fp32Contents;
    case 'FP64':
      return contents.fp64Contents;
    case 'FP16':
    case 'BF16':
      throw malformed(field, `cannot hold ${datatype}: send it in raw_input_contents`);
    case 'INT64':
      return inRange(contents.int64Contents.map(Number), datatype, field);
    case 'UINT64':
      return inRange(contents.uint64Contents.map(Number), datatype, field);
    case 'UINT8':
    case 'UINT16':
    case 'UINT32':
      return inRange(contents.uintContents, datatype, field);
    default:
      return inRange(contents.intContents, datatype, field);
  }
}

function inRange(
  values: readonly number[],
  datatype: Parameters<typeof rangeOf>[0],
  field: string,
): readonly number[] {
  const [least, most] = rangeOf(datatype);
  const wrong = values.findIndex((value) => value < least || value > most);
  if (wrong >= 0) {
    throw malformed(`${field}/${wrong}`, `must be of ${datatype}, from ${least} to ${most}`);
  }
  return values;
}

export function inferMessage(
  loaded: AnsweringModel,
  said: Said,
  request: InferRequest,
): ModelInferResponse {
  const tensors = outputTensors(loaded, said, request);
  const noParameters: Record<string, InferParameter> = {};
  return {
    modelName: loaded.model,
    modelVersion: String(loaded.version),
    id: request.id ?? '',
    parameters: noParameters,
    outputs: tensors.map(({ name, datatype, shape, elements, parameters }) => ({
      name,
      datatype,
      shape: shape.map(BigInt),
      parameters: parametersOf(parameters),
      contents: request.form === 'raw' ? undefined : contentsOf(elements),
    })),
    rawOutputContents:
      request.form === 'raw'
        ? tensors.map(({ elements }) => Buffer.from(rawBytesOf(elements)))
        : [],
  };
}

function parametersOf(parameters: OutputTensor['parameters'] = {}): Record<string, InferParameter> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      { parameterChoice: parameterOf(value) },
    ]),
  );
}

function parameterOf(value: string | number | boolean): InferParameter['parameterChoice'] {
  if (typeof value === 'boolean') return { $case: 'boolParam', value };
  if (typeof value === 'string') return { $case: 'stringParam', value };
  return { $case: 'int64Param', value: BigInt(value) };
}

function contentsOf(elements: Float64Array | readonly string[]): InferTensorContents {
  const numbers = elements instanceof Float64Array;
  return {
    boolContents: [],
    intContents: [],
    int64Contents: [],
    uintContents: [],
    uint64Contents: [],
    fp32Contents: [],
    fp64Contents: numbers ? [...elements] : [],
    bytesContents: numbers ? [] : elements.map((text) => Buffer.from(text, 'utf8')),
  };
}
