import { isNumeric } from '../feature-value.js';
import type { LoadedModel } from '../loaded-model.js';
import type { Datatype } from './datatype.js';
import { outputsOf, probabilitiesOutput } from './output-tensors.js';

export interface TensorMetadata {
  readonly name: string;
  readonly datatype: Datatype;
  /** -1 for any number of rows. */
  readonly shape: readonly number[];
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
}

/** What a model takes and says: an input a feature, numbers as `FP64` and categories as `BYTES`. */
export function modelMetadata(loaded: LoadedModel): ModelMetadata {
  const { model, version, signature } = loaded;
  return {
    name: model,
    versions: [String(version)],
    platform: 'millrace',
    inputs: signature.inputs.map((input) => ({
      name: input.name,
      datatype: isNumeric(input) ? 'FP64' : 'BYTES',
      shape: [-1, 1],
    })),
    outputs: outputsOf(loaded).map((output) => ({
      ...output,
      // Beside what the protocol says of a tensor: without it nobody knows which column is which class.
      ...(output.name === probabilitiesOutput && { parameters: { classes: signature.classes } }),
    })),
  };
}
