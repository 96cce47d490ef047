/** Of each bin: 1 when its rows go left. */
export type Sides = Uint8Array;

/**
 * Divides a part of a leaf's rows: those that go left to the front of the same places of `spare`, the others to their end,
 * backwards. Each row is written to both ends and counted on one: which side it is cannot be foretold, and a wrong guess
 * costs the processor more than a needless write.
 * @param column where the bins of the feature begin
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
  let right = to - 1;
  for (let index = from; index < to; index++) {
    const row = order[index] ?? 0;
    const goesLeft = sides[bins[column + row] ?? 0] ?? 0;
    spare[left] = row;
    spare[right] = row;
    left += goesLeft;
    right -= 1 - goesLeft;
  }
  return left - from;
}

/** Copies `count` rows from `start` to `target`. */
export function copyForwards(
  from: Int32Array,
  start: number,
  to: Int32Array,
  target: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) to[target + index] = from[start + index] ?? 0;
}

/** Copies the `count` rows that end with `last` to `target`, the last one first. */
export function copyBackwards(
  from: Int32Array,
  last: number,
  to: Int32Array,
  target: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) to[target + index] = from[last - index] ?? 0;
}
