import type { InputTable } from '../input-table.js';
import { maxRows, type ModelInputs } from '../model-inputs.js';
import { MessageBytes, tagOf } from './message-bytes.js';
import type { OutputForm } from './infer-request.js';
import { wholeInput } from './read-tensors.js';

/** Who is asked, and where the tensors begin in the bytes of the request. */
export interface MessageHead {
  readonly model: string;
  /** Empty where the request names none. */
  readonly version: string;
  readonly id: string;
  readonly tensorsAt: number;
}

export interface MessageRows {
  readonly table: InputTable;
  readonly form: OutputForm;
}

/**
 * Reads the tensors of a `ModelInferRequest` that has nothing else: all features in one tensor of doubles, or a tensor a
 * feature in the order of the signature, of one row; raw or typed. Gives up with `undefined` on anything else, right or
 * wrong, and leaves it to the general way.
 */
export type MessageReader = (bytes: Uint8Array, tensorsAt: number) => MessageRows | undefined;

const request = {
  model: tagOf(1),
  version: tagOf(2),
  id: tagOf(3),
  inputs: tagOf(5),
  raw: tagOf(7),
};
const tensor = { name: tagOf(1), datatype: tagOf(2), shape: tagOf(3), contents: tagOf(5) };
const doubleContents = tagOf(7);
const fp64 = Buffer.from('FP64');
const noStrangers: ReadonlyMap<number, string> = new Map();

/** `undefined` for a request that is left to the general way. */
export function readMessageHead(bytes: Uint8Array): MessageHead | undefined {
  const source = new MessageBytes(bytes);
  const text = (tag: number) => (source.take(tag) ? source.asciiText() : '');
  const model = text(request.model);
  const version = text(request.version);
  const id = text(request.id);
  if (!model || version === undefined || id === undefined) return undefined;
  return { model, version, id, tensorsAt: source.at };
}

/** Made once a model. */
export function messageReader(inputs: ModelInputs): MessageReader {
  const { columns, numbersOnly } = inputs;
  if (!numbersOnly || columns.length === 0) return () => undefined;
  const whole = Buffer.from(wholeInput);
  const names = columns.map(({ name }) => Buffer.from(name, 'utf8'));
  const takesWhole = inputs.columnOf(wholeInput) === undefined;

  return (bytes, tensorsAt) => {
    const read = (takesWhole && readWhole(bytes, tensorsAt)) || readEach(bytes, tensorsAt);
    if (!read) return undefined;
    const { values, form } = read;
    const rows = values.length / columns.length;
    return { table: { rows, columns: columns.length, values, strangers: noStrangers }, form };
  };

  function readWhole(bytes: Uint8Array, at: number) {
    const source = new MessageBytes(bytes, at);
    const end = takeTensor(source, whole);
    const shapeEnd = takeShape(source);
    const rows = source.varint();
    const fits = rows >= 1 && rows <= maxRows && source.varint() === columns.length;
    if (!fits || source.at !== shapeEnd) return undefined;
    const count = rows * columns.length;
    // A shape that promises more than the message can hold is not worth the memory.
    if (count * 8 > bytes.length) return undefined;
    const values = new Float64Array(count);
    if (source.at === end) {
      if (!takeRaw(source, values, 0, count)) return undefined;
      return source.at === bytes.length ? { values, form: 'raw' as const } : undefined;
    }
    if (!takeTyped(source, values, 0, count) || source.at !== end) return undefined;
    return source.at === bytes.length ? { values, form: 'plain' as const } : undefined;
  }

  function readEach(bytes: Uint8Array, at: number) {
    const source = new MessageBytes(bytes, at);
    const values = new Float64Array(columns.length);
    let typed = 0;
    for (const [column, name] of names.entries()) {
      const end = takeTensor(source, name);
      const shapeEnd = takeShape(source);
      if (source.varint() !== 1) return undefined;
      if (source.at !== shapeEnd && source.varint() !== 1) return undefined;
      if (source.at !== shapeEnd) return undefined;
      if (source.at === end) continue;
      if (!takeTyped(source, values, column, 1) || source.at !== end) return undefined;
      typed++;
    }
    if (typed === 0) {
      for (let column = 0; column < names.length; column++) {
        if (!takeRaw(source, values, column, 1)) return undefined;
      }
    } else if (typed < names.length) return undefined;
    if (source.at !== bytes.length) return undefined;
    const form: OutputForm = typed === 0 ? 'raw' : 'plain';
    return { values, form };
  }
}

/** Moves into a tensor of doubles up to its shape. @returns where it ends; NaN when it is another tensor */
function takeTensor(source: MessageBytes, name: Uint8Array): number {
  if (!source.take(request.inputs)) return Number.NaN;
  const end = source.end();
  const fits =
    source.take(tensor.name) &&
    source.takeText(name) &&
    source.take(tensor.datatype) &&
    source.takeText(fp64);
  return fits ? end : Number.NaN;
}

/** @returns where the lengths end; NaN when none come */
function takeShape(source: MessageBytes): number {
  return source.take(tensor.shape) ? source.end() : Number.NaN;
}

function takeTyped(
  source: MessageBytes,
  values: Float64Array,
  first: number,
  count: number,
): boolean {
  if (!source.take(tensor.contents)) return false;
  const end = source.end();
  if (!source.take(doubleContents) || source.end() !== end) return false;
  return source.at + count * 8 === end && source.doubles(values, first, count);
}

function takeRaw(
  source: MessageBytes,
  values: Float64Array,
  first: number,
  count: number,
): boolean {
  if (!source.take(request.raw)) return false;
  const end = source.end();
  return source.at + count * 8 === end && source.doubles(values, first, count);
}
