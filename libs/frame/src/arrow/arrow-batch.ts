import type { Column, Frame } from '../frame.js';
import { ArrowFormatError } from './arrow-format-error.js';
import type { ArrowField, ArrowType } from './arrow-field.js';
import type { FlatTable } from './flat-table.js';
import { bitsOf, floatsOf, integersOf, textsOf, type RowRange } from './read-buffers.js';

/** Rows that a batch without a byte may have. */
const mostBareRows = 1_000;
const codecs = ['LZ4', 'ZSTD'];

/** A column as it lies in the body of a record batch. */
interface Placed {
  readonly name: string;
  readonly type: ArrowType;
  readonly rows: number;
  /** One bit a row; `undefined` where nothing is missing. */
  readonly valid: Uint8Array | undefined;
  readonly buffers: readonly Uint8Array[];
}

/** The texts of a dictionary, each once. */
export interface Dictionary {
  readonly categories: readonly string[];
  /** Of each of its values the place among the texts; -1 for a missing one. */
  readonly codes: Int32Array;
}

const booleans: readonly string[] = ['false', 'true'];

/** Rows that came together. They are decoded when they are asked for, so that few of them take little room. */
export class ArrowBatch {
  readonly rows: number;
  readonly #columns: readonly Placed[];
  readonly #dictionaries: ReadonlyMap<bigint, Dictionary>;

  constructor(
    rows: number,
    columns: readonly Placed[],
    dictionaries: ReadonlyMap<bigint, Dictionary>,
  ) {
    this.rows = rows;
    this.#columns = columns;
    this.#dictionaries = dictionaries;
  }

  /**
   * Rows `from` up to but without `to`. Integers and floats are numbers, missing ones NaN; texts and booleans are
   * categories, of a dictionary also those that no row has.
   * @throws ArrowFormatError for values that cannot be read, with the name of their column
   */
  frame(from = 0, to = this.rows): Frame {
    const columns = this.#columns.map((column) => {
      try {
        return this.#read(column, { from, to });
      } catch (error) {
        throw error instanceof ArrowFormatError
          ? new ArrowFormatError(`Column "${column.name}": ${error.message}`)
          : error;
      }
    });
    return { rowCount: to - from, columns };
  }

  #read(
    { name, type, valid, buffers: [first = none, second = none] }: Placed,
    range: RowRange,
  ): Column {
    const present = valid && bitsOf(valid, range);
    switch (type.kind) {
      case 'integer': {
        const values = withGaps(integersOf(first, type, range), present);
        const wrong = values.findIndex((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER);
        if (wrong >= 0) {
          throw new ArrowFormatError(
            `Row ${range.from + wrong + 1} of its batch has an integer beyond 2^53, which is not computed with exactly.`,
          );
        }
        return { kind: 'numeric', name, type: 'integer', values };
      }
      case 'float':
        return {
          kind: 'numeric',
          name,
          type: 'number',
          values: withGaps(floatsOf(first, type.width, range), present),
        };
      case 'nothing': {
        const values = new Float64Array(range.to - range.from).fill(Number.NaN);
        return { kind: 'numeric', name, type: 'number', values };
      }
      case 'boolean': {
        const codes = withoutGaps(Int32Array.from(bitsOf(first, range)), present);
        return { kind: 'categorical', name, type: 'boolean', codes, categories: booleans };
      }
      case 'text':
        return categoricalOf(name, textsOf(first, type.offsets, second, range), present);
      case 'dictionary':
        return {
          kind: 'categorical',
          name,
          type: 'string',
          ...this.#looked(type, integersOf(first, type.indices, range), present),
        };
      case 'other':
        throw new ArrowFormatError(`The type ${type.name} is not read here.`);
    }
  }

  #looked(
    { id }: Extract<ArrowType, { kind: 'dictionary' }>,
    indices: Float64Array,
    present: Uint8Array | undefined,
  ): { readonly codes: Int32Array; readonly categories: readonly string[] } {
    const dictionary = this.#dictionaries.get(id) ?? { categories: [], codes: new Int32Array() };
    const codes = Int32Array.from(indices, (index, row) => {
      if (present?.[row] === 0) return -1;
      const code = dictionary.codes[index];
      if (code !== undefined) return code;
      throw new ArrowFormatError(
        `Index ${index} is not in its dictionary, which has ${dictionary.codes.length} values so far.`,
      );
    });
    return { codes, categories: dictionary.categories };
  }
}

const none = new Uint8Array();

function withGaps(values: Float64Array, present: Uint8Array | undefined): Float64Array {
  present?.forEach((bit, row) => {
    if (bit === 0) values[row] = Number.NaN;
  });
  return values;
}

function withoutGaps(codes: Int32Array, present: Uint8Array | undefined): Int32Array {
  present?.forEach((bit, row) => {
    if (bit === 0) codes[row] = -1;
  });
  return codes;
}

function categoricalOf(
  name: string,
  texts: readonly string[],
  present: Uint8Array | undefined,
): Column {
  const places = new Map<string, number>();
  const codes = Int32Array.from(texts, (text, row) => {
    if (present?.[row] === 0) return -1;
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  });
  return { kind: 'categorical', name, type: 'string', codes, categories: [...places.keys()] };
}

/**
 * Finds the columns of a record batch (RecordBatch in Message.fbs) in its body.
 * @param wanted the columns that are read; the others are stepped over
 * @throws ArrowFormatError for a batch that is compressed, or does not lie within its body
 */
export function placeColumns(
  header: FlatTable,
  body: Uint8Array,
  fields: readonly ArrowField[],
  wanted: (field: ArrowField) => boolean,
): { readonly rows: number; readonly columns: readonly Placed[] } {
  const compression = header.table(3);
  if (compression) {
    const codec = codecs[compression.uint8(0)] ?? 'a codec of its own';
    throw new ArrowFormatError(`A batch is compressed with ${codec}. Send it uncompressed.`);
  }
  const rows = header.size(0);
  // Columns without a value take no bytes: those that others take bound the rows.
  if (rows > Math.max(mostBareRows, body.length * 8)) {
    throw new ArrowFormatError(`A batch of ${body.length} bytes cannot have ${rows} rows.`);
  }
  const nodes = header.sizePairs(1);
  const buffers = header.sizePairs(2);
  const columns: Placed[] = [];
  let [node, buffer] = [0, 0];
  for (const field of fields) {
    if (wanted(field)) {
      const [length, missing] = [nodes[node * 2], nodes[node * 2 + 1]];
      if (length !== rows || missing === undefined) {
        throw new ArrowFormatError(`Column "${field.name}" has not the ${rows} rows of its batch.`);
      }
      const [validity = none, ...rest] = Array.from({ length: field.buffers }, (_, index) =>
        bufferAt(body, buffers, buffer + index, field),
      );
      // What has no value at all has no bitmap that says so.
      const valid = missing === 0 || field.buffers === 0 ? undefined : validity;
      columns.push({ name: field.name, type: field.type, rows, valid, buffers: rest });
    }
    node += field.nodes;
    buffer += field.buffers;
  }
  if (nodes.length !== node * 2 || buffers.length !== buffer * 2) {
    throw new ArrowFormatError('A batch has not the columns of its schema.');
  }
  return { rows, columns };
}

function bufferAt(
  body: Uint8Array,
  buffers: readonly number[],
  index: number,
  { name }: ArrowField,
): Uint8Array {
  const [offset, length] = [buffers[index * 2], buffers[index * 2 + 1]];
  if (offset === undefined || length === undefined || offset + length > body.length) {
    throw new ArrowFormatError(`Column "${name}" does not lie within its batch.`);
  }
  return body.subarray(offset, offset + length);
}
