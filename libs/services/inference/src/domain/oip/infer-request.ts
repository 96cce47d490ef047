import { PlatformError } from '@millrace/platform';
import type { Datatype } from './datatype.js';

/** An element of a tensor; `null`, which JSON can say, and NaN are missing values. */
export type TensorElement = number | string | boolean | null;

export interface InputTensor {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  /** Row-major, as many as the shape says, each one that the datatype can hold. */
  readonly elements: ArrayLike<TensorElement>;
}

/** How the elements of an output travel: in the JSON or message itself, or as bytes behind it. */
export type OutputForm = 'plain' | 'raw';

export interface RequestedOutput {
  readonly name: string;
  readonly form: OutputForm;
}

/** A request for inference, whichever way it came. */
export interface InferRequest {
  /** To be repeated in the answer. */
  readonly id: string | undefined;
  readonly inputs: readonly InputTensor[];
  /** `undefined` for all outputs, in `form`. */
  readonly outputs: readonly RequestedOutput[] | undefined;
  readonly form: OutputForm;
  /** Whether the parameter `explain` asks for the outputs that explain. */
  readonly explain: boolean;
}

/** What a request says beside its tensors. */
export type InferHead = Omit<InferRequest, 'inputs'>;

/** What is wrong with a request by the rules of the protocol. @param field a JSON pointer into the request */
export function malformed(field: string, message: string): PlatformError {
  return new PlatformError('invalid_argument', `${field} ${message}.`, {
    faults: [{ field, message }],
  });
}

/** Dimensions of one tensor at most. */
const maxRank = 8;

/**
 * Elements of a tensor of this shape.
 * @throws PlatformError `invalid_argument` for a shape that is none, or of more elements than can be counted
 */
export function elementsOf(shape: readonly unknown[], field: string): number {
  if (shape.length === 0 || shape.length > maxRank) {
    throw malformed(field, `must have between 1 and ${maxRank} dimensions`);
  }
  let count = 1;
  for (const length of shape) {
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
      throw malformed(field, 'must be made of whole numbers, none below 0');
    }
    count *= length;
    if (count > Number.MAX_SAFE_INTEGER) throw malformed(field, 'has too many elements');
  }
  return count;
}
