import { keepNearest, sayOfNearest, type Nearest } from './nearest.js';
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
    const nearest = { distances: new Float64Array(asked), points: new Int32Array(asked) };
    const row = new Float64Array(columns);
    for (let index = 0; index < table.rows; index++) {
      for (let column = 0; column < columns; column++) {
        const value = table.values[index * table.columns + column] ?? 0;
        row[column] = Number.isNaN(value) ? (fills[column] ?? 0) : value;
      }
      findNearest(row, { points, scales, numeric }, nearest);
      sayOfNearest(nearest.points, { targets, outputs }, answers, index * outputs);
    }
    return answers;
  };
}

interface Points {
  readonly points: Float64Array;
  readonly scales: Float64Array;
  readonly numeric: Uint8Array;
}

/** Finds the points nearest to the row, all places being free. */
function findNearest(
  row: Float64Array,
  { points, scales, numeric }: Points,
  nearest: Nearest,
): void {
  const columns = row.length;
  const asked = nearest.points.length;
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
    found = keepNearest(nearest, found, distance, point);
    if (found === asked) furthest = nearest.distances[asked - 1] ?? Infinity;
  }
}
