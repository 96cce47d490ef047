import type { Scorer, ScorerShape } from './scorer.js';
import type { NeighboursState } from './scorer-state.js';

export function neighboursScorer(
  { neighbours, scales, fills, points, targets }: NeighboursState,
  { features, outputs }: ScorerShape,
): Scorer {
  const columns = features.length;
  const asked = neighbours[0] ?? 0;
  const fits =
    neighbours.length === 1 &&
    scales.length === columns &&
    fills.length === columns &&
    points.length === targets.length * columns &&
    asked > 0 &&
    asked <= targets.length &&
    (outputs === 1 ||
      targets.every((code) => Number.isInteger(code) && code >= 0 && code < outputs));
  if (!fits) throw new RangeError('The neighbours do not fit together.');
  const numeric = Uint8Array.from(features, ({ kind }) => (kind === 'numeric' ? 1 : 0));
  return (table) => {
    const answers = new Float64Array(table.rows * outputs);
    const distances = new Float64Array(asked);
    const nearest = new Int32Array(asked);
    const row = new Float64Array(columns);
    for (let index = 0; index < table.rows; index++) {
      for (let column = 0; column < columns; column++) {
        const value = table.values[index * table.columns + column] ?? 0;
        row[column] = Number.isNaN(value) ? (fills[column] ?? 0) : value;
      }
      findNearest(row, { points, scales, numeric }, distances, nearest);
      const at = index * outputs;
      // A share of 1 / asked of doubt keeps any class from being ruled out.
      for (let output = 0; output < outputs && outputs > 1; output++) {
        answers[at + output] = 1 / outputs / (asked + 1);
      }
      for (const point of nearest) {
        const target = targets[point] ?? 0;
        if (outputs === 1) answers[at] = (answers[at] ?? 0) + target / asked;
        else answers[at + target] = (answers[at + target] ?? 0) + 1 / (asked + 1);
      }
    }
    return answers;
  };
}

interface Points {
  readonly points: Float64Array;
  readonly scales: Float64Array;
  readonly numeric: Uint8Array;
}

/** Fills both arrays with the points nearest to the row, the nearest first; of equals the one that comes first. */
function findNearest(
  row: Float64Array,
  { points, scales, numeric }: Points,
  distances: Float64Array,
  nearest: Int32Array,
): void {
  const columns = row.length;
  const asked = distances.length;
  let found = 0;
  let furthest = Infinity;
  for (let from = 0, point = 0; from < points.length; from += columns, point++) {
    let distance = 0;
    for (let column = 0; column < columns && distance < furthest; column++) {
      const own = row[column] ?? 0;
      const other = points[from + column] ?? 0;
      if (numeric[column] === 1) distance += ((own - other) / (scales[column] ?? 1)) ** 2;
      else if (own !== other) distance += 1;
    }
    // A distance that overflows is still the distance of a point, where there are not enough others.
    if (found === asked && distance >= furthest) continue;
    if (found < asked) found++;
    let at = found - 1;
    for (; at > 0 && (distances[at - 1] ?? 0) > distance; at--) {
      distances[at] = distances[at - 1] ?? 0;
      nearest[at] = nearest[at - 1] ?? 0;
    }
    distances[at] = distance;
    nearest[at] = point;
    if (found === asked) furthest = distances[asked - 1] ?? Infinity;
  }
}
