import { createHash } from 'node:crypto';
import type { ScorerState } from '../scorers/scorer.js';
import { createModel, type Model, type ModelState } from './model.js';
import { ModelFormatError } from './model-format-error.js';
import { isModelManifest, type ArrayEntry, type ModelManifest } from './model-manifest.js';

/**
 * Layout of `model.millrace`, little-endian: 8 bytes magic with the format's version; length of the manifest as
 * uint32, and 4 zero bytes; the manifest, JSON padded with spaces to a multiple of 8; the arrays one after the other,
 * each padded with zeros to a multiple of 8; SHA-256 of everything before it. Reading it runs nothing of it.
 */
const magic = new TextEncoder().encode('MRMODEL1');
const manifestStart = 16;
const digestLength = 32;

type Arrays = Readonly<Record<string, Float64Array | Int32Array>>;

export function encodeModel(state: ModelState): Uint8Array {
  const { kind, ...arrays } = state.scorer;
  const manifest: ModelManifest = {
    algorithm: state.algorithm,
    target: state.target,
    classes: state.classes,
    columns: state.encoding.columns,
    scorer: { kind, arrays: Object.entries<Float64Array | Int32Array>(arrays).map(entryOf) },
  };
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  const manifestLength = padded(json.length);
  const bodyLength = manifest.scorer.arrays.reduce(
    (sum, entry) => sum + padded(byteLengthOf(entry)),
    0,
  );
  const bytes = new Uint8Array(manifestStart + manifestLength + bodyLength + digestLength);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(8, manifestLength, true);
  bytes.fill(0x20, manifestStart, manifestStart + manifestLength);
  bytes.set(json, manifestStart);
  let at = manifestStart + manifestLength;
  for (const values of Object.values<Float64Array | Int32Array>(arrays)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += padded(values.byteLength);
  }
  bytes.set(sha256(bytes.subarray(0, at)), at);
  return bytes;
}

/**
 * The model in these bytes. Its arrays are views of them where they lie at a multiple of 8.
 * @throws ModelFormatError for any byte that is not as it was written, and for arrays that do not fit together
 */
export function decodeModel(encoded: Uint8Array): Model {
  return createModelFrom(decodeModelState(encoded));
}

/** The data of a model file. @throws ModelFormatError */
export function decodeModelState(encoded: Uint8Array): ModelState {
  const bytes = encoded.byteOffset % 8 === 0 ? encoded : encoded.slice();
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
  return {
    algorithm: manifest.algorithm,
    target: manifest.target,
    classes: manifest.classes,
    encoding: { columns: manifest.columns },
    scorer: scorerStateOf(
      manifest.scorer.kind,
      readArrays(bytes, manifest.scorer.arrays, manifestEnd, end),
    ),
  };
}

function createModelFrom(state: ModelState): Model {
  try {
    return createModel(state);
  } catch (error) {
    if (error instanceof RangeError) throw new ModelFormatError(error.message, { cause: error });
    throw error;
  }
}

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

function readArrays(
  bytes: Uint8Array,
  entries: readonly ArrayEntry[],
  start: number,
  end: number,
): Arrays {
  const arrays: Record<string, Float64Array | Int32Array> = {};
  let at = start;
  for (const entry of entries) {
    const next = at + padded(byteLengthOf(entry));
    if (next > end) throw new ModelFormatError('The model file is cut off.');
    const buffer = bytes.buffer as ArrayBuffer;
    const offset = bytes.byteOffset + at;
    arrays[entry.name] =
      entry.type === 'float64'
        ? new Float64Array(buffer, offset, entry.length)
        : new Int32Array(buffer, offset, entry.length);
    at = next;
  }
  if (at !== end) throw new ModelFormatError('The model file is longer than its manifest says.');
  return arrays;
}

function scorerStateOf(kind: ScorerState['kind'], arrays: Arrays): ScorerState {
  switch (kind) {
    case 'prior':
      return { kind, prior: float64(arrays, 'prior') };
    case 'one-vs-rest':
      return { kind, weights: float64(arrays, 'weights') };
    case 'forest':
      return {
        kind,
        roots: int32(arrays, 'roots'),
        columns: int32(arrays, 'columns'),
        thresholds: float64(arrays, 'thresholds'),
        children: int32(arrays, 'children'),
        leaves: float64(arrays, 'leaves'),
      };
    default:
      throw new ModelFormatError('The model file is of a kind that this version does not know.');
  }
}

function float64(arrays: Arrays, name: string): Float64Array {
  const values = arrays[name];
  if (values instanceof Float64Array && values.every(Number.isFinite)) return values;
  throw new ModelFormatError(
    `The array "${name}" of the model file is absent or not as it should be.`,
  );
}

function int32(arrays: Arrays, name: string): Int32Array {
  const values = arrays[name];
  if (values instanceof Int32Array) return values;
  throw new ModelFormatError(
    `The array "${name}" of the model file is absent or not as it should be.`,
  );
}

function entryOf([name, values]: [string, Float64Array | Int32Array]): ArrayEntry {
  const type = values instanceof Float64Array ? 'float64' : 'int32';
  return { name, type, length: values.length };
}

function byteLengthOf({ type, length }: ArrayEntry): number {
  return length * (type === 'float64' ? 8 : 4);
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
