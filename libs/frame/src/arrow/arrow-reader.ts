import { ArrowBatch, placeColumns, type Dictionary } from './arrow-batch.js';
import { ArrowFormatError } from './arrow-format-error.js';
import {
  readSchema,
  readTypes,
  type ArrowField,
  type ArrowSchema,
  type ArrowType,
} from './arrow-field.js';
import { MessageStream, type Message } from './message-stream.js';

/** Bytes of dictionaries kept at most: each addition to one comes on top of what it has. */
const maxDictionaryBytes = 64 * 2 ** 20;

/**
 * Reads Arrow IPC, the streaming format or a file, while it comes: columns of integers, floats, booleans, texts and
 * dictionaries of texts, and such that have no value at all. Source: https://arrow.apache.org/docs/format/Columnar.html, "Serialization and interprocess
 * communication". A file whose dictionaries lie behind the batches that use them is not read.
 */
export class ArrowReader {
  readonly #wanted: ReadonlySet<string> | undefined;
  readonly #messages = new MessageStream();
  #dictionaries = new Map<bigint, Dictionary>();
  #dictionaryBytes = new Map<bigint, number>();
  #schema: ArrowSchema | undefined;

  /** @param wanted names of columns; the others may be of any type, and are left out; all columns where it is absent */
  constructor(wanted?: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  /** Of the columns that are read, once the schema has come. */
  get columns(): readonly Pick<ArrowField, 'name' | 'type'>[] | undefined {
    return this.#schema?.fields.filter((field) => this.#wants(field));
  }

  /** Bytes that are kept: of a message that is not whole yet, and of dictionaries. */
  get kept(): number {
    let bytes = this.#messages.kept;
    for (const each of this.#dictionaryBytes.values()) bytes += each;
    return bytes;
  }

  /** The batches that these bytes complete. @throws ArrowFormatError */
  push(chunk: Uint8Array): ArrowBatch[] {
    return this.#messages.push(chunk).flatMap((message) => this.#take(message));
  }

  /** @throws ArrowFormatError when the bytes end within a message, or ahead of a schema */
  finish(): void {
    this.#messages.finish();
    if (!this.#schema) throw new ArrowFormatError('There is no schema.');
  }

  #take(message: Message): ArrowBatch[] {
    if (message.kind === 'schema') {
      if (this.#schema) throw new ArrowFormatError('There are two schemas.');
      this.#schema = this.#checked(readSchema(message.header));
      return [];
    }
    if (!this.#schema) throw new ArrowFormatError('There is no schema ahead of the rows.');
    if (message.kind === 'dictionary') {
      this.#takeDictionary(message, this.#schema);
      return [];
    }
    if (message.kind !== 'records') {
      throw new ArrowFormatError(`A ${message.kind} is no batch of rows.`);
    }
    const { fields } = this.#schema;
    const { rows, columns } = placeColumns(message.header, message.body, fields, (field) =>
      this.#wants(field),
    );
    return [new ArrowBatch(rows, columns, this.#dictionaries)];
  }

  #checked(schema: ArrowSchema): ArrowSchema {
    const names = new Set<string>();
    for (const field of schema.fields) {
      if (!this.#wants(field)) continue;
      const { name, type } = field;
      if (names.has(name)) throw new ArrowFormatError(`There are two columns "${name}".`);
      names.add(name);
      if (type.kind === 'other') {
        throw new ArrowFormatError(
          `Column "${name}" is of the type ${type.name}, which is not read here. ${readTypes}`,
        );
      }
    }
    return schema;
  }

  #wants({ name }: Pick<ArrowField, 'name'>): boolean {
    return this.#wanted?.has(name) ?? true;
  }

  /** DictionaryBatch in Message.fbs: takes the place of the one before it, or adds to it. */
  #takeDictionary({ header, body }: Message, { fields, dictionaries }: ArrowSchema): void {
    const id = header.bigint(0);
    const data = header.table(1);
    if (!data) throw new ArrowFormatError('A dictionary has no values.');
    const form = dictionaries.get(id);
    const used = fields.some((field) => isOf(field.type, id) && this.#wants(field));
    if (!form || !used) return;
    const field = { name: form.column, type: form.values, nodes: 1, buffers: 3 };
    const { rows, columns } = placeColumns(data, body, [field], () => true);
    const {
      columns: [column],
    } = new ArrowBatch(rows, columns, new Map()).frame();
    if (column?.kind !== 'categorical') throw new ArrowFormatError('A dictionary has no texts.');
    const adds = header.uint8(2) !== 0;
    const bytes = body.length + (adds ? (this.#dictionaryBytes.get(id) ?? 0) : 0);
    if (bytes > maxDictionaryBytes) {
      throw new ArrowFormatError(
        `Column "${form.column}": its dictionary is larger than ${maxDictionaryBytes} bytes.`,
      );
    }
    const before = adds ? this.#dictionaries.get(id) : undefined;
    // Batches that were handed out keep the dictionaries they came with.
    this.#dictionaries = new Map(this.#dictionaries).set(id, joined(before, column));
    this.#dictionaryBytes = new Map(this.#dictionaryBytes).set(id, bytes);
  }
}

function isOf(type: ArrowType, id: bigint): boolean {
  return type.kind === 'dictionary' && type.id === id;
}

function joined(
  before: Dictionary | undefined,
  { codes, categories }: { readonly codes: Int32Array; readonly categories: readonly string[] },
): Dictionary {
  if (!before) return { codes, categories };
  const all = [...before.categories];
  const places = new Map(all.map((text, place) => [text, place]));
  const moved = categories.map((text) => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, all.length);
    return all.push(text) - 1;
  });
  const own = codes.map((code) => moved[code] ?? -1);
  const joint = new Int32Array(before.codes.length + own.length);
  joint.set(before.codes);
  joint.set(own, before.codes.length);
  return { codes: joint, categories: all };
}
