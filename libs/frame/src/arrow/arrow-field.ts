import { ArrowFormatError } from './arrow-format-error.js';
import type { FlatTable } from './flat-table.js';

export type IntegerWidth = 8 | 16 | 32 | 64;
export type FloatWidth = 16 | 32 | 64;

/** What is read of a column; `other` is stepped over. */
export type ArrowType =
  | { readonly kind: 'integer'; readonly width: IntegerWidth; readonly signed: boolean }
  | { readonly kind: 'float'; readonly width: FloatWidth }
  | { readonly kind: 'boolean' }
  /** Every value is missing. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly offsets: 32 | 64 }
  | {
      readonly kind: 'dictionary';
      readonly id: bigint;
      readonly indices: Extract<ArrowType, { kind: 'integer' }>;
    }
  | { readonly kind: 'other'; readonly name: string };

/** A column of a schema. */
export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  /** What it takes of a record batch, its children included. */
  readonly nodes: number;
  readonly buffers: number;
}

/** How a dictionary lies in its own message. */
export interface DictionaryForm {
  readonly values: ArrowType;
  readonly column: string;
}

export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
  /** Of columns alone: what is nested is stepped over, and so are its dictionaries. */
  readonly dictionaries: ReadonlyMap<bigint, DictionaryForm>;
}

// The order of the union `Type` in Schema.fbs; buffers are those of "Buffer Listing for Each Layout" in
// https://arrow.apache.org/docs/format/Columnar.html. Without a number, a batch does not tell by itself how many there are.
const types: readonly { readonly name: string; readonly buffers?: number }[] = [
  { name: 'none' },
  { name: 'null', buffers: 0 },
  { name: 'int', buffers: 2 },
  { name: 'float', buffers: 2 },
  { name: 'binary', buffers: 3 },
  { name: 'utf8', buffers: 3 },
  { name: 'bool', buffers: 2 },
  { name: 'decimal', buffers: 2 },
  { name: 'date', buffers: 2 },
  { name: 'time', buffers: 2 },
  { name: 'timestamp', buffers: 2 },
  { name: 'interval', buffers: 2 },
  { name: 'list', buffers: 2 },
  { name: 'struct', buffers: 1 },
  { name: 'union' },
  { name: 'fixed_size_binary', buffers: 2 },
  { name: 'fixed_size_list', buffers: 1 },
  { name: 'map', buffers: 2 },
  { name: 'duration', buffers: 2 },
  { name: 'large_binary', buffers: 3 },
  { name: 'large_utf8', buffers: 3 },
  { name: 'large_list', buffers: 2 },
  { name: 'run_end_encoded', buffers: 0 },
  { name: 'binary_view' },
  { name: 'utf8_view' },
  { name: 'list_view', buffers: 3 },
  { name: 'large_list_view', buffers: 3 },
];

/** What to send. */
export const readTypes =
  'Send ints, floats, bool, null, utf8, large_utf8 or dictionaries of these texts.';

const floatWidths: readonly FloatWidth[] = [16, 32, 64];
/** Fields of a schema at most, nested ones included: what points to the same children over and over must end. */
const maxFields = 100_000;
const maxDepth = 64;

/**
 * Reads a schema (Schema.fbs).
 * @throws ArrowFormatError for a column that cannot even be stepped over, named with its type
 */
export function readSchema(schema: FlatTable): ArrowSchema {
  if (schema.int16(0) !== 0) throw new ArrowFormatError('The numbers are big-endian.');
  const dictionaries = new Map<bigint, DictionaryForm>();
  const budget = { left: maxFields };
  const fields = schema.tables(1).map((table): ArrowField => {
    const name = table.text(0);
    const values = typeOf(table);
    const dictionary = table.table(4);
    if (!dictionary) return { name, type: values, ...spanOf(table, name, budget, 0) };
    const id = dictionary.bigint(0);
    const index = dictionary.table(1);
    const indices = index
      ? integerOf(index)
      : ({ kind: 'integer', width: 32, signed: true } as const);
    dictionaries.set(id, { values, column: name });
    const type: ArrowType =
      values.kind === 'text'
        ? { kind: 'dictionary', id, indices }
        : { kind: 'other', name: `dictionary of ${nameOf(table)}` };
    return { name, type, nodes: 1, buffers: 2 };
  });
  return { fields, dictionaries };
}

function typeOf(field: FlatTable): ArrowType {
  const type = field.table(3);
  switch (types[field.uint8(2)]?.name) {
    case 'int':
      return type ? integerOf(type) : { kind: 'other', name: 'int without a width' };
    case 'float': {
      const width = floatWidths[type?.int16(0) ?? 0];
      return width === undefined ? { kind: 'other', name: 'float' } : { kind: 'float', width };
    }
    case 'null':
      return { kind: 'nothing' };
    case 'bool':
      return { kind: 'boolean' };
    case 'utf8':
      return { kind: 'text', offsets: 32 };
    case 'large_utf8':
      return { kind: 'text', offsets: 64 };
    default:
      return { kind: 'other', name: nameOf(field) };
  }
}

function integerOf(type: FlatTable): Extract<ArrowType, { kind: 'integer' }> {
  const width = type.int32(0);
  if (width === 8 || width === 16 || width === 32 || width === 64) {
    return { kind: 'integer', width, signed: type.uint8(1) !== 0 };
  }
  throw new ArrowFormatError(`There are no integers of ${width} bits.`);
}

function nameOf(field: FlatTable): string {
  const number = field.uint8(2);
  return types[number]?.name ?? `number ${number}`;
}

function spanOf(
  field: FlatTable,
  column: string,
  budget: { left: number },
  depth: number,
): { readonly nodes: number; readonly buffers: number } {
  if (depth > maxDepth || budget.left-- <= 0) {
    throw new ArrowFormatError(`Column "${column}" is nested too deeply.`);
  }
  // Of what is encoded by a dictionary, a batch has the indices alone.
  if (field.table(4)) return { nodes: 1, buffers: 2 };
  const own = types[field.uint8(2)]?.buffers;
  if (own === undefined) {
    throw new ArrowFormatError(
      `Column "${column}" is of the type ${nameOf(field)}, which is not read here. ${readTypes}`,
    );
  }
  let [nodes, buffers] = [1, own];
  for (const child of field.tables(5)) {
    const span = spanOf(child, column, budget, depth + 1);
    nodes += span.nodes;
    buffers += span.buffers;
  }
  return { nodes, buffers };
}
