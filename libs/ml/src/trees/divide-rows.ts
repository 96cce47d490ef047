/** Of each bin: 1 when its rows go left. */
export type Sides = Uint8Array;

/**
 * Divides a part of a leaf's rows, in their order: those that go left to the front of the same places of `spare`, the others
 * to the front of the places as far behind its middle. Each row is written to both and counted on one: which side it is
 * cannot be foretold, and a wrong guess costs the processor more than a needless write.
 * @param column where the bins of the feature begin
 * @param spare twice as many places as the table has rows
 * @returns how many went left
 */
export function divideRows(
  bins: Uint8Array,
  column: number,
  sides: Sides,
  order: Int32Array,
  spare: Int32Array,
  from: number,
  to: number,
): number {
  let left = from;
  let right = spare.length / 2 + from;
  for (let index = from; index < to; index++) {
    const row = order[index] ?? 0;
    const goesLeft = sides[bins[column + row] ?? 0] ?? 0;
    spare[left] = row;
    spare[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  return left - from;
}

/** Copies `count` rows from `start` to `target`. */
export function copyRows(
  from: Int32Array,
  start: number,
  to: Int32Array,
  target: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) to[target + index] = from[start + index] ?? 0;
}
