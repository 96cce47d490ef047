import type { OutputForm } from './infer-request.js';

/** A tensor of an answer, before it is JSON, a message or bytes. */
export interface OutputTensor {
  readonly name: string;
  readonly datatype: 'BYTES' | 'FP64';
  readonly shape: readonly number[];
  readonly elements: Float64Array | readonly string[];
  readonly form: OutputForm;
  /** What else is to be known of it; numbers are whole. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}
