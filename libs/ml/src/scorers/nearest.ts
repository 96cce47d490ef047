/** The nearest points found so far, the nearest first; of equals the one that came first. */
export interface Nearest {
  readonly distances: Float64Array;
  readonly points: Int32Array;
}

/**
 * Puts a point in its place.
 * @param found how many of the places are taken
 * @returns how many are taken now
 */
export function keepNearest(
  { distances, points }: Nearest,
  found: number,
  distance: number,
  point: number,
): number {
  const taken = Math.min(found + 1, distances.length);
  let at = taken - 1;
  for (; at > 0 && (distances[at - 1] ?? 0) > distance; at--) {
    distances[at] = distances[at - 1] ?? 0;
    points[at] = points[at - 1] ?? 0;
  }
  distances[at] = distance;
  points[at] = point;
  return taken;
}

/**
 * What the nearest points say together: the mean of their values, or the share of each class among them.
 * @param at where the answers begin
 */
export function sayOfNearest(
  points: Int32Array,
  { targets, outputs }: { readonly targets: Float64Array; readonly outputs: number },
  answers: Float64Array,
  at: number,
): void {
  const asked = points.length;
  // A share of 1 / asked of doubt keeps any class from being ruled out.
  for (let output = 0; output < outputs && outputs > 1; output++) {
    answers[at + output] = 1 / outputs / (asked + 1);
  }
  for (const point of points) {
    const target = targets[point] ?? 0;
    if (outputs === 1) answers[at] = (answers[at] ?? 0) + target / asked;
    else answers[at + target] = (answers[at + target] ?? 0) + 1 / (asked + 1);
  }
}
