import type { ModelInput } from '@millrace/ml';
import { ModelInputs } from '../model-inputs.js';
import { parseJson } from '../parse-json.js';
import { readingOf, type BodyReading } from '../reading.js';
import { readInferBody } from './infer-body.js';
import type { InferHead, InferRequest } from './infer-request.js';
import { readTensors } from './read-tensors.js';
import { tensorReader } from './tensor-reader.js';

/** A REST body as it came. */
export interface InferBytes {
  readonly body: Buffer;
  /** Bytes of its JSON part, where tensors in binary form are behind it. */
  readonly jsonLength: number | undefined;
}

const plainHead: InferHead = { id: undefined, outputs: undefined, form: 'plain', explain: false };

/** @throws PlatformError `invalid_argument` for a body that is not of the protocol */
export function readInferBytes({ body, jsonLength }: InferBytes): InferRequest {
  if (jsonLength === undefined) return readInferBody(parseJson(body));
  return readInferBody(parseJson(body.subarray(0, jsonLength)), body.subarray(jsonLength));
}

/**
 * The same, and the rows of the tensors.
 * @param inputs of the model that is to answer; without them only the form of the body is looked at
 */
export function readInferRows(
  bytes: InferBytes,
  inputs: readonly ModelInput[] | undefined,
): BodyReading<InferHead> {
  const known = inputs && new ModelInputs(inputs);
  const table =
    known && bytes.jsonLength === undefined ? tensorReader(known)(bytes.body) : undefined;
  if (table) return { head: plainHead, reading: readingOf(() => ({ table })) };
  const { inputs: tensors, ...head } = readInferBytes(bytes);
  return { head, reading: known && readingOf(() => readTensors(known, tensors)) };
}
