import type { LateBytes } from './protobuf-writer.js';

/**
 * Values that go into a message from the last one to the first. Each is told twice: before the column has its room it is
 * counted, afterwards it is written.
 */
abstract class LateColumn implements LateBytes {
  /** Where the earliest of the values that are written lies. */
  protected at = 0;
  protected room: Uint8Array | undefined;
  #length = 0;
  readonly #onPlaced: () => void;

  constructor(onPlaced: () => void) {
    this.#onPlaced = onPlaced;
  }

  get length(): number {
    return this.#length;
  }

  place(room: Uint8Array): void {
    this.room = room;
    this.at = room.length;
    this.#onPlaced();
  }

  protected count(bytes: number): void {
    this.#length += bytes;
  }
}

/** Whole numbers from 0 to 2^31 - 1, each a field of its own. */
export class LateInts extends LateColumn {
  readonly #tag: number;

  /** @param field up to 15 */
  constructor(field: number, onPlaced: () => void) {
    super(onPlaced);
    this.#tag = field << 3;
  }

  prepend(value: number): void {
    const { room } = this;
    const size = sizeOf(value) + 1;
    if (!room) {
      this.count(size);
      return;
    }
    let at = this.at - size;
    this.at = at;
    room[at++] = this.#tag;
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) room[at++] = (rest & 0x7f) | 0x80;
    room[at] = rest;
  }
}

/** Doubles as `raw_data` has them. */
export class LateDoubles extends LateColumn {
  #view: DataView | undefined;

  get values(): number {
    return this.length / 8;
  }

  override place(room: Uint8Array): void {
    this.#view = new DataView(room.buffer, room.byteOffset, room.byteLength);
    super.place(room);
  }

  prepend(value: number): void {
    if (!this.#view) {
      this.count(8);
      return;
    }
    this.at -= 8;
    this.#view.setFloat64(this.at, value, true);
  }
}

/** Bytes as they are. */
export class LateOctets extends LateColumn {
  prepend(value: number): void {
    if (this.room) this.room[--this.at] = value;
    else this.count(1);
  }
}

/** Bytes that a whole number takes in the format: seven bits a byte. */
function sizeOf(value: number): number {
  if (value < 1 << 7) return 1;
  if (value < 1 << 14) return 2;
  if (value < 1 << 21) return 3;
  return value < 1 << 28 ? 4 : 5;
}
