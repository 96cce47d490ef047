/** What a table of FlatBuffers holds, by slot. */
export type FlatValue =
  | { readonly kind: 'uint8' | 'int16' | 'int32'; readonly value: number }
  | { readonly kind: 'int64'; readonly value: bigint }
  | { readonly kind: 'reference'; readonly to: FlatObject };

export type FlatObject =
  | { readonly kind: 'table'; readonly fields: readonly (FlatValue | undefined)[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tables'; readonly tables: readonly FlatObject[] }
  /** Structs of 64-bit numbers, `each` of them a struct. */
  | { readonly kind: 'structs'; readonly numbers: readonly bigint[]; readonly each: number };

const sizes = { uint8: 1, int16: 2, int32: 4, int64: 8, reference: 4 } as const;

/**
 * Lays a table out as FlatBuffers (https://flatbuffers.dev/internals): every table behind its vtable, and what it refers
 * to behind it.
 */
export function flatBytes(root: FlatObject): Uint8Array {
  const writer = new FlatWriter();
  writer.writeRoot(root);
  return writer.finish();
}

class FlatWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #end = 0;

  writeRoot(root: FlatObject): void {
    const at = this.#room(4, 4);
    this.#refer(at, root);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#end);
  }

  /** Writes an object, and where it lies into the reference at `at`. */
  #refer(at: number, object: FlatObject): void {
    const place = this.#write(object);
    this.#view.setUint32(at, place - at, true);
  }

  #write(object: FlatObject): number {
    switch (object.kind) {
      case 'table':
        return this.#writeTable(object.fields);
      case 'text':
        return this.#writeText(object.text);
      case 'tables': {
        const at = this.#writeLength(object.tables.length, object.tables.length * 4, 4);
        object.tables.forEach((table, index) => {
          this.#refer(at + 4 + index * 4, table);
        });
        return at;
      }
      case 'structs': {
        const { numbers, each } = object;
        const at = this.#writeLength(numbers.length / each, numbers.length * 8, 8);
        numbers.forEach((number, index) => {
          this.#view.setBigInt64(at + 4 + index * 8, number, true);
        });
        return at;
      }
    }
  }

  #writeTable(fields: readonly (FlatValue | undefined)[]): number {
    const present = fields.flatMap((field, slot) => (field ? [{ field, slot }] : []));
    // The widest first: then each lies at a multiple of its size, four bytes behind the start.
    const ordered = present.toSorted((a, b) => sizes[b.field.kind] - sizes[a.field.kind]);
    const vtableLength = 4 + fields.length * 2;
    const vtable = this.#room(vtableLength, 2);
    const length = ordered.reduce((sum, { field }) => sum + sizes[field.kind], 4);
    const at = this.#room(length, 8, 4);
    this.#view.setUint16(vtable, vtableLength, true);
    this.#view.setUint16(vtable + 2, length, true);
    this.#view.setInt32(at, at - vtable, true);
    let next = at + 4;
    for (const { field, slot } of ordered) {
      this.#view.setUint16(vtable + 4 + slot * 2, next - at, true);
      if (field.kind === 'uint8') this.#view.setUint8(next, field.value);
      if (field.kind === 'int16') this.#view.setInt16(next, field.value, true);
      if (field.kind === 'int32') this.#view.setInt32(next, field.value, true);
      if (field.kind === 'int64') this.#view.setBigInt64(next, field.value, true);
      if (field.kind === 'reference') this.#refer(next, field.to);
      next += sizes[field.kind];
    }
    return at;
  }

  #writeText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    // A zero follows that the length does not count.
    const at = this.#writeLength(bytes.length, bytes.length + 1, 4);
    this.#bytes.set(bytes, at + 4);
    return at;
  }

  #writeLength(length: number, bytes: number, align: number): number {
    const at = this.#room(4 + bytes, align, 4);
    this.#view.setUint32(at, length, true);
    return at;
  }

  /** Room whose byte number `ahead` lies at a multiple of `align`. */
  #room(length: number, align: number, ahead = 0): number {
    const at = Math.ceil((this.#end + ahead) / align) * align - ahead;
    this.#end = at + length;
    if (this.#end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#end, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}
