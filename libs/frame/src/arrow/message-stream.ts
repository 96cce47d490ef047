import { ArrowFormatError } from './arrow-format-error.js';
import { FlatTable } from './flat-table.js';

const mebibyte = 2 ** 20;
/** Bytes of the metadata of one message at most. */
const maxMetadata = 16 * mebibyte;
/** Bytes of the body of one message at most: it is kept whole. */
const maxBody = 64 * mebibyte;

const magic = new TextEncoder().encode('ARROW1');
const startLength = 8;
const prefixLength = 8;
const continuation = 0xffffffff;
const [v4, v5] = [3, 4];

/** What a message holds, by the order of the union `MessageHeader` in Message.fbs. */
const headers = ['none', 'schema', 'dictionary', 'records', 'tensor', 'sparse tensor'] as const;

export interface Message {
  readonly kind: (typeof headers)[number];
  readonly header: FlatTable;
  readonly body: Uint8Array;
}

type Stage =
  | { readonly expects: 'start' }
  | { readonly expects: 'prefix' }
  | { readonly expects: 'metadata'; readonly length: number }
  | { readonly expects: 'body'; readonly length: number; readonly message: Omit<Message, 'body'> }
  | { readonly expects: 'nothing' };

/**
 * Cuts bytes that come in pieces into messages: those of the streaming format, or of a file, which is a stream between
 * eight bytes and a footer (https://arrow.apache.org/docs/format/Columnar.html, "Encapsulated message format"). Keeps what
 * has come, not what was announced.
 */
export class MessageStream {
  #stage: Stage = { expects: 'start' };
  #form: 'stream' | 'file' = 'stream';
  /** The end of what came after the last message: a file ends as it began. */
  #tail = new Uint8Array();
  #bytes = new Uint8Array();
  #length = 0;

  /** Bytes that are kept until their message is whole. */
  get kept(): number {
    return this.#bytes.length;
  }

  /** The messages that these bytes complete. @throws ArrowFormatError */
  push(chunk: Uint8Array): Message[] {
    this.#append(chunk);
    const messages: Message[] = [];
    let from = 0;
    for (;;) {
      const needed = neededFor(this.#stage);
      if (this.#length - from < needed) break;
      from += this.#take(this.#bytes.subarray(from, from + needed), messages);
    }
    this.#dropTo(from);
    if (this.#stage.expects === 'nothing') this.#afterEnd();
    return messages;
  }

  /** @throws ArrowFormatError when the bytes end within a message */
  finish(): void {
    const { expects } = this.#stage;
    const whole =
      this.#form === 'file'
        ? expects === 'nothing' && isMagic(this.#tail)
        : expects === 'nothing' || (expects === 'prefix' && this.#length === 0);
    if (!whole) throw new ArrowFormatError('The Arrow data is cut off.');
  }

  /** @returns how many of the bytes it used up */
  #take(part: Uint8Array, messages: Message[]): number {
    const stage = this.#stage;
    switch (stage.expects) {
      case 'start':
        this.#stage = { expects: 'prefix' };
        if (!isMagic(part)) return 0;
        this.#form = 'file';
        return part.length;
      case 'prefix':
        this.#stage = afterPrefix(part);
        return part.length;
      case 'metadata':
        this.#stage = afterMetadata(part.slice());
        return part.length;
      case 'body':
        // A copy begins at a multiple of eight, and so do the numbers in it.
        messages.push({ ...stage.message, body: part.slice() });
        this.#stage = { expects: 'prefix' };
        return part.length;
      case 'nothing':
        return 0;
    }
  }

  #append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      const needed = neededFor(this.#stage);
      const room = Math.max(length, Math.min(this.#bytes.length * 2, needed));
      const grown = new Uint8Array(room);
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  #dropTo(from: number): void {
    if (from === 0) return;
    this.#bytes = this.#bytes.slice(from, this.#length);
    this.#length -= from;
  }

  /** Behind the messages of a file lies a table of them, which whoever reads all of them does not need. */
  #afterEnd(): void {
    if (this.#form === 'stream' && this.#length > 0) {
      throw new ArrowFormatError('There are bytes after the end of the Arrow stream.');
    }
    const rest = new Uint8Array([...this.#tail, ...this.#bytes.slice(0, this.#length).slice(-6)]);
    this.#tail = rest.slice(-6);
    this.#dropTo(this.#length);
  }
}

function neededFor(stage: Stage): number {
  switch (stage.expects) {
    case 'start':
      return startLength;
    case 'prefix':
      return prefixLength;
    case 'metadata':
    case 'body':
      return stage.length;
    case 'nothing':
      return Infinity;
  }
}

function isMagic(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.every((byte, at) => bytes[at] === byte);
}

function afterPrefix(part: Uint8Array): Stage {
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  if (view.getUint32(0, true) !== continuation) {
    throw new ArrowFormatError('These bytes are no Arrow IPC stream or file.');
  }
  const length = view.getInt32(4, true);
  if (length === 0) return { expects: 'nothing' };
  if (length > 0 && length <= maxMetadata) return { expects: 'metadata', length };
  throw new ArrowFormatError(`The metadata of a message says that it is ${length} bytes long.`);
}

function afterMetadata(bytes: Uint8Array): Stage {
  const message = FlatTable.root(bytes);
  const version = message.int16(0);
  if (version !== v4 && version !== v5) {
    throw new ArrowFormatError(`The metadata is of version ${version + 1}, not of 4 or 5.`);
  }
  const kind = headers[message.uint8(1)];
  const header = message.table(2);
  if (kind === undefined || !header) throw new ArrowFormatError('A message is of no known kind.');
  const length = message.size(3);
  if (length > maxBody) {
    throw new ArrowFormatError(
      `A batch of ${length} bytes is more than the ${maxBody} that are taken at once. Send smaller batches.`,
    );
  }
  return { expects: 'body', length, message: { kind, header } };
}
