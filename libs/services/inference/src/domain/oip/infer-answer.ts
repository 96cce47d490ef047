import type { Said } from '../explain/answer-explanation.js';
import type { AnsweringModel } from '../answering-model.js';
import type { InferHead } from './infer-request.js';
import { inferWriter } from './infer-writer.js';
import type { OutputTensor } from './output-tensor.js';
import { outputTensors } from './output-tensors.js';
import { rawBytesOf } from './raw-elements.js';

/** An answer as REST sends it: JSON, and behind it the outputs that were asked for in raw form. */
export interface InferAnswer {
  readonly json: string;
  /** `undefined` when nothing is raw: the answer is plain JSON. */
  readonly raw: Uint8Array | undefined;
}

export function inferAnswer(loaded: AnsweringModel, said: Said, request: InferHead): InferAnswer {
  const raws: Uint8Array[] = [];
  const outputs = outputTensors(loaded, said, request).map((output) => {
    if (output.form === 'plain') return { ...headOf(output), data: [...output.elements] };
    const bytes = rawBytesOf(output.elements);
    raws.push(bytes);
    return {
      ...headOf(output),
      parameters: { ...output.parameters, binary_data_size: bytes.length },
    };
  });
  const json = JSON.stringify({
    model_name: loaded.model,
    model_version: String(loaded.version),
    id: request.id,
    outputs,
  });
  return { json, raw: raws.length > 0 ? Buffer.concat(raws) : undefined };
}

/** The same as bytes. */
export interface InferAnswerBytes {
  readonly json: Uint8Array;
  readonly raw: Uint8Array | undefined;
}

export function inferAnswerBytes(
  about: AnsweringModel,
  said: Said,
  request: InferHead,
): InferAnswerBytes {
  const { id, outputs, form } = request;
  if (id === undefined && outputs === undefined && form === 'plain' && !said.explanation) {
    return { json: Buffer.from(inferWriter(about)(said.predictions), 'utf8'), raw: undefined };
  }
  const { json, raw } = inferAnswer(about, said, request);
  return { json: Buffer.from(json, 'utf8'), raw };
}

function headOf({ name, datatype, shape, parameters }: OutputTensor) {
  return { name, datatype, shape, ...(parameters && { parameters }) };
}
