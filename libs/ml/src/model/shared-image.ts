import type { ModelImage } from './model.js';

/** Bytes from which on an array is worth a block of its own that threads share; less is copied with a message. */
const worthSharing = 1024;

type Numbers = Float64Array | Float32Array | Int32Array | Uint16Array | Uint8Array;

/** The same image with its arrays in shared memory: sending it to a thread copies none of them. */
export function sharedImage(image: ModelImage): ModelImage {
  return shared(image) as ModelImage;
}

function shared(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isNumbers(value)) return value.byteLength < worthSharing ? value : sharedCopy(value);
  if (Array.isArray(value)) return value.map(shared);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shared(part)]));
}

function isNumbers(value: object): value is Numbers {
  return ArrayBuffer.isView(value);
}

function sharedCopy(values: Numbers): Numbers {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const block = new SharedArrayBuffer(values.byteLength);
  new Uint8Array(block).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  if (values instanceof Float64Array) return new Float64Array(block);
  if (values instanceof Float32Array) return new Float32Array(block);
  if (values instanceof Int32Array) return new Int32Array(block);
  return values instanceof Uint16Array ? new Uint16Array(block) : new Uint8Array(block);
}
