import { createHash } from 'node:crypto';
import { imageOf, modelOf, type Model, type ModelImage, type ModelState } from './model.js';
import { ModelFormatError } from './model-format-error.js';
import { isModelManifest, type ModelManifest } from './model-manifest.js';
import {
  byteLengthOf,
  layOut,
  readScorer,
  type AnyArray,
  type ArraySource,
  type ArrayType,
} from './scorer-layout.js';

/**
 * Layout of `model.millrace`, little-endian: 8 bytes magic with the format's version; length of the manifest as
 * uint32, and 4 zero bytes; the manifest, JSON padded with spaces to a multiple of 8; the arrays one after the other,
 * each padded with zeros to a multiple of 8; SHA-256 of everything before it. Reading it runs nothing of it.
 */
const magic = new TextEncoder().encode('MRMODEL2');
const manifestStart = 16;
const digestLength = 32;

export function encodeModel(state: ModelState): Uint8Array {
  return encodeInto(state, (length) => new Uint8Array(length));
}

/** The same in memory that threads share: what is handed from one to the other is not copied. */
export function encodeSharedModel(state: ModelState): Uint8Array {
  return encodeInto(state, (length) => new Uint8Array(new SharedArrayBuffer(length)));
}

function encodeInto(state: ModelState, roomFor: (length: number) => Uint8Array): Uint8Array {
  const { layout, arrays } = layOut(state.scorer);
  const manifest: ModelManifest = {
    algorithm: state.algorithm,
    task: state.task,
    target: state.target,
    classes: state.classes,
    features: state.features,
    ...(state.threshold !== undefined && { threshold: state.threshold }),
    scorer: layout,
  };
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  const manifestLength = padded(json.length);
  const bodyLength = arrays.reduce((sum, { byteLength }) => sum + padded(byteLength), 0);
  const bytes = roomFor(manifestStart + manifestLength + bodyLength + digestLength);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(8, manifestLength, true);
  bytes.fill(0x20, manifestStart, manifestStart + manifestLength);
  bytes.set(json, manifestStart);
  let at = manifestStart + manifestLength;
  for (const values of arrays) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += padded(values.byteLength);
  }
  bytes.set(sha256(bytes.subarray(0, at)), at);
  return bytes;
}

/** The model in these bytes. @throws ModelFormatError as `decodeModelImage` does */
export function decodeModel(encoded: Uint8Array): Model {
  return modelOf(decodeModelImage(encoded));
}

/**
 * The model in these bytes, ready to be used. Its arrays are copies: what a scorer makes anew out of some of them must not
 * keep the file.
 * @throws ModelFormatError for any byte that is not as it was written, and for arrays that do not fit together
 */
export function decodeModelImage(encoded: Uint8Array): ModelImage {
  const state = readState(encoded, copied);
  try {
    const image = imageOf(state);
    // Whatever is wrong with arrays that are used as they are is found out as well.
    modelOf(image);
    return image;
  } catch (error) {
    if (error instanceof RangeError) throw new ModelFormatError(error.message, { cause: error });
    throw error;
  }
}

/**
 * The data of a model file. Its arrays lie in the file's own memory, unless that begins at no multiple of 8 bytes.
 * @throws ModelFormatError
 */
export function decodeModelState(bytes: Uint8Array): ModelState {
  return readState(bytes, bytes.byteOffset % 8 === 0 ? inPlace : copied);
}

/** @param memoryOf where some of the bytes are to be used: they begin at a multiple of 8 there */
function readState(bytes: Uint8Array, memoryOf: (part: Uint8Array) => Uint8Array): ModelState {
  const end = bytes.length - digestLength;
  if (end < manifestStart || magic.some((byte, index) => bytes[index] !== byte)) {
    throw new ModelFormatError('These bytes are no model file.');
  }
  const digest = sha256(bytes.subarray(0, end));
  if (digest.some((byte, index) => bytes[end + index] !== byte)) {
    throw new ModelFormatError('The model file is damaged: its checksum does not match.');
  }
  const manifestEnd =
    manifestStart + new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  if (manifestEnd % 8 !== 0 || manifestEnd > end) {
    throw new ModelFormatError('The model file is cut off.');
  }
  const manifest = readManifest(bytes.slice(manifestStart, manifestEnd));
  const { algorithm, task, target, classes, features, threshold } = manifest;
  const source = new FileArrays(bytes, manifestEnd, end, memoryOf);
  const state: ModelState = {
    algorithm,
    task,
    target,
    classes,
    features,
    ...(threshold !== undefined && { threshold }),
    scorer: readScorer(manifest.scorer, source),
  };
  source.finish();
  return state;
}

const inPlace = (part: Uint8Array) => part;
const copied = (part: Uint8Array) => new Uint8Array(part);

function readManifest(json: Uint8Array): ModelManifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new ModelFormatError('The manifest of the model file cannot be read.');
  }
  if (isModelManifest(manifest)) return manifest;
  throw new ModelFormatError('The manifest of the model file is not one of ours.');
}

class FileArrays implements ArraySource {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #memoryOf: (part: Uint8Array) => Uint8Array;
  #at: number;

  constructor(
    bytes: Uint8Array,
    start: number,
    end: number,
    memoryOf: (part: Uint8Array) => Uint8Array,
  ) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#memoryOf = memoryOf;
  }

  take(type: ArrayType, length: number): AnyArray {
    const next = this.#at + padded(byteLengthOf(type, length));
    if (next > this.#end) throw new ModelFormatError('The model file is cut off.');
    const { buffer, byteOffset } = this.#memoryOf(this.#bytes.subarray(this.#at, next));
    this.#at = next;
    if (type === 'float64') return new Float64Array(buffer, byteOffset, length);
    if (type === 'float32') return new Float32Array(buffer, byteOffset, length);
    return type === 'int32'
      ? new Int32Array(buffer, byteOffset, length)
      : new Uint8Array(buffer, byteOffset, length);
  }

  /** @throws ModelFormatError when something is left over */
  finish(): void {
    if (this.#at === this.#end) return;
    throw new ModelFormatError('The model file is longer than its manifest says.');
  }
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
