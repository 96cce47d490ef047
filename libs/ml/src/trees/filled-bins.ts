/** Bits of the bins that a node's rows fill: of a few rows they are found faster than by looking at every bin. */
export const bitWords = 8;

/**
 * Lists the bins whose bits are set, ascending, and clears the bits.
 * @returns how many there are
 */
export function takeFilled(words: Int32Array, first: number, filled: Int32Array): number {
  let used = 0;
  for (let word = 0; word < bitWords; word++) {
    let rest = words[first + word] ?? 0;
    if (rest === 0) continue;
    words[first + word] = 0;
    do {
      const lowest = rest & -rest;
      filled[used++] = (word << 5) + (31 - Math.clz32(lowest));
      rest ^= lowest;
    } while (rest !== 0);
  }
  return used;
}
