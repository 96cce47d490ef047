import type { InputTable } from './input-table.js';
import type { AnsweringModel } from './answering-model.js';
import type { Predictions } from '@millrace/ml';

/** What the records of a model version are read with. Plain JSON in the journal. */
export interface RecordHeading {
  readonly model: string;
  readonly version: number;
  /** Inputs in the order of the signature; those of numbers have no categories. */
  readonly inputs: readonly { readonly name: string; readonly categories?: readonly string[] }[];
  /** None for a regression. */
  readonly classes: readonly string[];
}

/** The answers of one request as they are kept until they become lines of the prediction log. */
export interface PredictionRecord {
  /** Of the first row; the others follow from it. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly table: InputTable;
  /** Of a classifier the class of each row; of a regression nothing. */
  readonly classes: Int32Array;
  /** rows x classes, or one value a row. */
  readonly outputs: Float64Array;
}

export function encodeHeading({ model, version, signature }: AnsweringModel): Uint8Array {
  const heading: RecordHeading = {
    model,
    version,
    inputs: signature.inputs.map(({ name, categories }) =>
      categories === undefined ? { name } : { name, categories },
    ),
    classes: signature.classes,
  };
  return Buffer.from(JSON.stringify(heading));
}

export function decodeHeading(bytes: Uint8Array): RecordHeading {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as RecordHeading;
}

const idLength = 36;
/** Time, rows, columns, outputs a row, classes told, strangers. */
const headLength = 8 + 5 * 4;
/** Where the numbers begin. A multiple of eight, so that they can be written as doubles. */
const numbersAt = headLength + idLength;

/** Memory that records are written into, seen as all that they are made of. */
interface Sheet {
  readonly bytes: Buffer;
  readonly doubles: Float64Array;
  readonly words: Int32Array;
}

function sheetOf(length: number): Sheet {
  const memory = new ArrayBuffer(Math.ceil(length / 8) * 8);
  return {
    bytes: Buffer.from(memory),
    doubles: new Float64Array(memory),
    words: new Int32Array(memory),
  };
}

/** For records of a few rows, one after the other: to see memory in three ways costs more than to write them. */
const shortSheet = sheetOf(2 ** 14);

/**
 * Little-endian: the time as float64; rows, columns, outputs a row, how many classes are told, and strangers as uint32;
 * the id, 36 characters; values and outputs as float64; classes as int32; of each stranger its place and length as
 * uint32, and its text as UTF-16, which loses no text of JavaScript.
 */
export function encodeRecord(
  id: string,
  at: Date,
  table: InputTable,
  predictions: Predictions,
): Uint8Array {
  const isClasses = predictions.kind === 'classes';
  const outputs = isClasses ? predictions.probabilities : predictions.values;
  const classes = isClasses ? predictions.classes : noClasses;
  const { rows, columns, values, strangers } = table;
  const textsAt = numbersAt + (values.length + outputs.length) * 8 + classes.length * 4;
  const length = textsAt + textBytesOf(strangers);
  const sheet = length <= shortSheet.bytes.length ? shortSheet : sheetOf(length);
  const { bytes, doubles, words } = sheet;
  doubles[0] = at.getTime();
  words[2] = rows;
  words[3] = columns;
  words[4] = outputs.length / rows;
  words[5] = classes.length;
  words[6] = strangers.size;
  bytes.write(id, headLength, idLength, 'latin1');
  doubles.set(values, numbersAt / 8);
  doubles.set(outputs, numbersAt / 8 + values.length);
  words.set(classes, (textsAt - classes.length * 4) / 4);
  let to = textsAt;
  for (const [place, text] of strangers) {
    to = bytes.writeUInt32LE(place, to);
    to = bytes.writeUInt32LE(text.length * 2, to);
    to += bytes.write(text, to, 'utf16le');
  }
  if (sheet !== shortSheet) return bytes.subarray(0, length);
  const record = Buffer.allocUnsafe(length);
  bytes.copy(record, 0, 0, length);
  return record;
}

const noClasses = new Int32Array();

function textBytesOf(strangers: InputTable['strangers']): number {
  if (strangers.size === 0) return 0;
  let bytes = 0;
  for (const text of strangers.values()) bytes += 8 + text.length * 2;
  return bytes;
}

export function decodeRecord(encoded: Uint8Array): PredictionRecord {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const at = bytes.readDoubleLE(0);
  const [rows = 0, columns = 0, width = 0, classCount = 0, strangerCount = 0] = Array.from(
    { length: 5 },
    (_, index) => bytes.readUInt32LE(8 + 4 * index),
  );
  let from = numbersAt;
  // Copies: numbers lie where they happen to.
  const take = (length: number): ArrayBuffer => {
    const taken = new Uint8Array(bytes.subarray(from, from + length)).buffer;
    from += length;
    return taken;
  };
  const values = new Float64Array(take(rows * columns * 8));
  const outputs = new Float64Array(take(rows * width * 8));
  const classes = new Int32Array(take(classCount * 4));
  const strangers = new Map<number, string>();
  for (let index = 0; index < strangerCount; index++) {
    const place = bytes.readUInt32LE(from);
    const end = from + 8 + bytes.readUInt32LE(from + 4);
    strangers.set(place, bytes.toString('utf16le', from + 8, end));
    from = end;
  }
  return {
    id: bytes.toString('latin1', headLength, numbersAt),
    at,
    table: { rows, columns, values, strangers },
    classes,
    outputs,
  };
}
