import { instancesReader, type InstancesReader } from './instances-reader.js';
import type { AnsweringModel } from './answering-model.js';
import type { ModelInputs } from './model-inputs.js';
import { inferWriter, type InferWriter } from './oip/infer-writer.js';
import { messageReader, type MessageReader } from './oip/message-reader.js';
import { messageWriter, type MessageWriter } from './oip/message-writer.js';
import { tensorReader, type TensorReader } from './oip/tensor-reader.js';
import { predictionWriter, type PredictionWriter } from './prediction-writer.js';

/** What the requests that are sent most are read and answered with, from bytes to text or bytes: made for a model once. */
export interface ModelShortcut {
  readonly readInstances: InstancesReader;
  readonly writePrediction: PredictionWriter;
  readonly readTensors: TensorReader;
  readonly writeInference: InferWriter;
  readonly readMessage: MessageReader;
  readonly writeMessage: MessageWriter;
}

export function modelShortcut(
  about: AnsweringModel & { readonly inputs: ModelInputs },
): ModelShortcut {
  return {
    readInstances: instancesReader(about.inputs),
    writePrediction: predictionWriter(about),
    readTensors: tensorReader(about.inputs),
    writeInference: inferWriter(about),
    readMessage: messageReader(about.inputs),
    writeMessage: messageWriter(about),
  };
}
