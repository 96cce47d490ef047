import type { Feature, FeatureTable } from '../features/feature-table.js';
import { keepNearest, sayOfNearest } from '../scorers/nearest.js';
import { neighboursScorer } from '../scorers/neighbours.js';
import type { ScorerShape } from '../scorers/scorer.js';
import type { NeighboursState } from '../scorers/scorer-state.js';
import type { Games } from './row-game.js';

/** Points looked at in one step. */
const visitsPerStep = 300_000;

/**
 * Nearest neighbours: rows against some of the points. The distances to all points are kept: a change of one feature
 * changes one part of each, which is as many times faster than asking anew as there are features.
 * @param references the points that rows are held against
 */
export function neighboursGames(
  state: NeighboursState,
  shape: ScorerShape,
  references: Int32Array,
): (table: FeatureTable) => Games {
  const { fills, points, targets } = state;
  const { features, outputs } = shape;
  const columns = features.length;
  const score = neighboursScorer(state, shape);
  const answersOf = (row: Float64Array) => score({ rows: 1, columns, values: row });
  const parts = distanceParts(state, features);
  return ({ rows, values }) => ({
    rows,
    columns,
    outputs,
    references: references.length,
    changesPerStep: Math.max(1, Math.floor(visitsPerStep / targets.length)),
    of(index) {
      const row = Float64Array.from({ length: columns }, (_, column) => {
        const value = values[index * columns + column] ?? Number.NaN;
        return Number.isNaN(value) ? (fills[column] ?? 0) : value;
      });
      return {
        answers: answersOf(row),
        against(reference) {
          const from = (references[reference] ?? 0) * columns;
          const other = points.subarray(from, from + columns);
          const players = Int32Array.from(row.keys()).filter(
            (column) => row[column] !== other[column],
          );
          const now = other.slice();
          let distances: Float64Array | undefined;
          return {
            answers: answersOf(other),
            players,
            walk(changed) {
              distances ??= parts.distancesTo(other);
              const answers = new Float64Array(changed.length * outputs);
              for (const [step, column] of changed.entries()) {
                const before = now[column] ?? 0;
                const after = (before === row[column] ? other[column] : row[column]) ?? 0;
                now[column] = after;
                parts.change(distances, column, before, after);
                const nearest = nearestOf(distances, state.neighbours[0] ?? 0);
                sayOfNearest(nearest, { targets, outputs }, answers, step * outputs);
              }
              return answers;
            },
          };
        },
      };
    },
  });
}

interface DistanceParts {
  /** To all points. */
  distancesTo(row: Float64Array): Float64Array;
  /** What becomes of the distances when one feature of the row is another. */
  change(distances: Float64Array, feature: number, before: number, after: number): void;
}

function distanceParts(
  { scales, points, targets }: NeighboursState,
  features: readonly Feature[],
): DistanceParts {
  const count = targets.length;
  const columns = features.length;
  // features x points: each part looks at one feature alone.
  const byFeature = new Float64Array(points.length);
  points.forEach((value, at) => {
    byFeature[(at % columns) * count + Math.floor(at / columns)] = value;
  });
  const add = (distances: Float64Array, feature: number, value: number, sign: 1 | -1) => {
    const values = byFeature.subarray(feature * count, (feature + 1) * count);
    if (features[feature]?.kind === 'categorical') addUnlike(distances, values, value, sign);
    else addSquares(distances, values, value, sign, scales[feature] ?? 1);
  };
  return {
    distancesTo(row) {
      const distances = new Float64Array(count);
      row.forEach((value, feature) => {
        add(distances, feature, value, 1);
      });
      return distances;
    },
    change(distances, feature, before, after) {
      add(distances, feature, before, -1);
      add(distances, feature, after, 1);
    },
  };
}

/** Distances are whole multiples of 2^-24: what was added can be taken away again, and equals stay equals. */
const rounder = 1.5 * 2 ** (52 - 24);
/** Squared, of one feature: points further apart are as far. */
const furthest = 2 ** 16;

function addSquares(
  distances: Float64Array,
  values: Float64Array,
  value: number,
  sign: 1 | -1,
  scale: number,
): void {
  for (let point = 0; point < distances.length; point++) {
    const part = ((values[point] ?? 0) - value) / scale;
    const squared = Math.min(part * part, furthest) + rounder - rounder;
    distances[point] = (distances[point] ?? 0) + sign * squared;
  }
}

function addUnlike(
  distances: Float64Array,
  values: Float64Array,
  value: number,
  sign: 1 | -1,
): void {
  for (let point = 0; point < distances.length; point++) {
    distances[point] = (distances[point] ?? 0) + (values[point] === value ? 0 : sign);
  }
}

function nearestOf(distances: Float64Array, asked: number): Int32Array {
  const nearest = { distances: new Float64Array(asked), points: new Int32Array(asked) };
  let found = 0;
  let last = Infinity;
  for (let point = 0; point < distances.length; point++) {
    const distance = distances[point] ?? 0;
    if (found === asked && distance >= last) continue;
    found = keepNearest(nearest, found, distance, point);
    if (found === asked) last = nearest.distances[asked - 1] ?? 0;
  }
  return nearest.points;
}
