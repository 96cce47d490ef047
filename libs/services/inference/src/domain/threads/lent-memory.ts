/** Blocks that are kept for the next request: as many as there are large bodies at a time, most often. */
const mostKept = 4;
/** A larger block is not worth its memory while nobody needs it. */
const mostKeptBytes = 16 * 2 ** 20;
const leastBlock = 2 ** 18;

/** Memory of one request. */
export interface LentMemory {
  readonly bytes: Uint8Array;
  /** Afterwards it is another's. */
  giveBack(): void;
}

/**
 * Memory that other threads see too, lent to one body after the other. No garbage collector counts shared memory: what is
 * made for every body would lie about until something else fills a heap.
 */
export class SharedBlocks {
  readonly #kept: SharedArrayBuffer[] = [];

  /** Lends a copy of the pieces, one behind the other. */
  lend(pieces: readonly Uint8Array[]): LentMemory {
    const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    const block = this.#take(length);
    const bytes = new Uint8Array(block, 0, length);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.byteLength;
    }
    let lent = true;
    return {
      bytes,
      giveBack: () => {
        if (lent && block.byteLength <= mostKeptBytes && this.#kept.length < mostKept) {
          this.#kept.push(block);
        }
        lent = false;
      },
    };
  }

  #take(length: number): SharedArrayBuffer {
    const at = this.#kept.findIndex(({ byteLength }) => byteLength >= length);
    const [kept] = at < 0 ? [] : this.#kept.splice(at, 1);
    if (kept) return kept;
    // One that is too small makes room for one that more bodies fit into.
    if (this.#kept.length === mostKept) this.#kept.shift();
    const size = Math.max(leastBlock, 2 ** Math.ceil(Math.log2(Math.max(1, length))));
    return new SharedArrayBuffer(size);
  }
}
