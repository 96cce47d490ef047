import type { CategoricalColumn, Frame } from '../frame.js';
import { flatBytes, type FlatObject, type FlatValue } from './flat-writer.js';
import { columnBuffers, missingOf, textBuffers } from './write-buffers.js';
import type { WrittenField } from './written-field.js';

const version5 = 4;
const [schemaMessage, dictionaryMessage, recordsMessage] = [1, 2, 3];
const continuation = 0xffffffff;

/**
 * Writes the Arrow IPC streaming format: a schema, then batches, each with the dictionaries that are other than before.
 * Source: https://arrow.apache.org/docs/format/Columnar.html, "IPC Streaming Format".
 */
export class ArrowWriter {
  readonly #fields: readonly WrittenField[];
  readonly #categories = new Map<number, readonly string[]>();

  constructor(fields: readonly WrittenField[]) {
    this.#fields = fields;
  }

  /** What comes ahead of all batches. */
  head(): Uint8Array {
    const fields = this.#fields.map(fieldTable);
    return message(schemaMessage, table(undefined, tables(fields)), []);
  }

  /**
   * A batch: columns by their place, numbers for `int64` and `float64`, categories for the others.
   * @throws TypeError for a column of another kind
   */
  batch({ rowCount, columns }: Frame): Uint8Array {
    const dictionaries = this.#fields.flatMap(({ type }, index) => {
      const column = columns[index];
      if (type !== 'dictionary' || column?.kind !== 'categorical') return [];
      if (this.#categories.get(index) === column.categories) return [];
      this.#categories.set(index, column.categories);
      return [dictionaryOf(index, column)];
    });
    const parts = this.#fields.map((field, index) => {
      const column = columns[index];
      if (!column || (column.kind === 'numeric') !== isNumeric(field)) {
        throw new TypeError(`Column "${field.name}" is not of the type ${field.type}.`);
      }
      return { missing: missingOf(column), buffers: columnBuffers(field.type, column) };
    });
    const nodes = parts.flatMap(({ missing }) => [BigInt(rowCount), BigInt(missing)]);
    const { header, body } = records(
      rowCount,
      nodes,
      parts.flatMap(({ buffers }) => buffers),
    );
    return joined([...dictionaries, message(recordsMessage, header, body)]);
  }

  /** What comes behind all batches. */
  tail(): Uint8Array {
    return prefix(0);
  }
}

function isNumeric({ type }: WrittenField): boolean {
  return type === 'int64' || type === 'float64';
}

function dictionaryOf(id: number, { categories }: CategoricalColumn): Uint8Array {
  const buffers = textBuffers(categories);
  const nodes = [BigInt(categories.length), 0n];
  const { header, body } = records(categories.length, nodes, [new Uint8Array(), ...buffers]);
  return message(dictionaryMessage, table(int64(id), reference(header)), body);
}

/** `Field` in Schema.fbs. The id of a dictionary is the place of its column. */
function fieldTable({ name, type }: WrittenField, index: number): FlatObject {
  const dictionary = table(int64(index), reference(table(int32(32), uint8(1))));
  return table(
    reference({ kind: 'text', text: name }),
    uint8(1),
    uint8(typeNumbers[type]),
    reference(typeTables[type]),
    type === 'dictionary' ? reference(dictionary) : undefined,
    tables([]),
  );
}

const typeNumbers = { int64: 2, float64: 3, bool: 6, utf8: 5, dictionary: 5 } as const;

const typeTables = {
  int64: table(int32(64), uint8(1)),
  float64: table(int16(2)),
  bool: table(),
  utf8: table(),
  dictionary: table(),
} as const;

/** `RecordBatch` in Message.fbs, and the buffers of its body, each padded to a multiple of eight. */
function records(
  rows: number,
  nodes: readonly bigint[],
  buffers: readonly Uint8Array[],
): { readonly header: FlatObject; readonly body: readonly Uint8Array[] } {
  let at = 0;
  const places = buffers.flatMap(({ length }) => {
    const from = at;
    at += padded(length);
    return [BigInt(from), BigInt(length)];
  });
  return {
    header: table(
      int64(rows),
      reference({ kind: 'structs', numbers: nodes, each: 2 }),
      reference({ kind: 'structs', numbers: places, each: 2 }),
    ),
    body: buffers,
  };
}

/** An encapsulated message. */
function message(kind: number, header: FlatObject, body: readonly Uint8Array[]): Uint8Array {
  const bodyLength = body.reduce((sum, { length }) => sum + padded(length), 0);
  const metadata = flatBytes(
    table(int16(version5), uint8(kind), reference(header), int64(bodyLength)),
  );
  return joined([prefix(padded(metadata.length)), metadata, ...body]);
}

function prefix(length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, continuation, true);
  view.setUint32(4, length, true);
  return bytes;
}

/** Each part padded to a multiple of eight. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + padded(length), 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += padded(part.length);
  }
  return bytes;
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function table(...fields: (FlatValue | undefined)[]): FlatObject {
  return { kind: 'table', fields };
}

function tables(all: readonly FlatObject[]): FlatValue {
  return reference({ kind: 'tables', tables: all });
}

function reference(to: FlatObject): FlatValue {
  return { kind: 'reference', to };
}

function uint8(value: number): FlatValue {
  return { kind: 'uint8', value };
}

function int16(value: number): FlatValue {
  return { kind: 'int16', value };
}

function int32(value: number): FlatValue {
  return { kind: 'int32', value };
}

function int64(value: number): FlatValue {
  return { kind: 'int64', value: BigInt(value) };
}
