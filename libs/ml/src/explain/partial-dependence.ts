import type { Feature, FeatureTable } from '../features/feature-table.js';

/** What is put in for a feature, and what the model says then. */
export interface DependencePoint {
  /** A number, a category, or null for a missing value. */
  readonly value: number | string | null;
  /** Share of the rows that have this value, or are nearest to it. */
  readonly share: number;
  /** Mean answers over all rows: of each class, or the value. */
  readonly answers: readonly number[];
}

const mostNumbers = 20;
/** Share of the rows at either end that is too far out to be drawn. */
const beyond = 0.02;
const mostCategories = 15;

/**
 * Mean answers of a model when every row is given the same value of one feature (Friedman, "Greedy function approximation",
 * 2001): numbers at quantiles of the rows, the most frequent categories, and a missing value where rows lack it.
 * @param column place of the feature
 * @param answersOf rows x outputs, row-major
 */
export function partialDependence(
  feature: Feature,
  column: number,
  table: FeatureTable,
  answersOf: (table: FeatureTable) => Float64Array,
): DependencePoint[] {
  const { rows, columns } = table;
  const own = Float64Array.from({ length: rows }, (_, row) => {
    return table.values[row * columns + column] ?? Number.NaN;
  });
  const known = own.filter((value) => !Number.isNaN(value)).sort();
  const grid = feature.kind === 'numeric' ? quantiles(known) : mostFrequent(known);
  if (known.length < rows) grid.push(Number.NaN);
  const shares = sharesOf(feature, own, grid);
  const values = table.values.slice();
  return grid.map((value, index) => {
    for (let at = column; at < values.length; at += columns) values[at] = value;
    return {
      value: labelOf(feature, value),
      share: shares[index] ?? 0,
      answers: meanOf(answersOf({ rows, columns, values }), rows),
    };
  });
}

/** Different values, ascending, as many rows between each and the next; the outermost few of the rows lie beyond. */
function quantiles(sorted: Float64Array): number[] {
  const different = new Set(sorted);
  if (different.size <= mostNumbers) return [...different];
  const last = sorted.length - 1;
  const taken = Array.from({ length: mostNumbers }, (_, index) =>
    Number(sorted[Math.round(last * (beyond + ((1 - 2 * beyond) * index) / (mostNumbers - 1)))]),
  );
  return [...new Set(taken)];
}

function mostFrequent(sorted: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || a - b)
    .slice(0, mostCategories)
    .map(([value]) => value);
}

function sharesOf(feature: Feature, own: Float64Array, grid: readonly number[]): number[] {
  const counts = grid.map(() => 0);
  for (const value of own) {
    const place = grid.reduce((nearest, point, index) => {
      if (Object.is(point, value)) return index;
      if (feature.kind === 'categorical' || Number.isNaN(point) || Number.isNaN(value)) {
        return nearest;
      }
      const before = grid[nearest] ?? Number.NaN;
      return Math.abs(point - value) < Math.abs(before - value) || nearest < 0 ? index : nearest;
    }, -1);
    if (place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts.map((count) => count / own.length);
}

function labelOf(feature: Feature, value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  return feature.kind === 'numeric' ? value : (feature.categories[value] ?? null);
}

function meanOf(answers: Float64Array, rows: number): number[] {
  const outputs = answers.length / rows;
  const sums = new Array<number>(outputs).fill(0);
  answers.forEach((answer, at) => {
    sums[at % outputs] = (sums[at % outputs] ?? 0) + answer;
  });
  return sums.map((sum) => sum / rows);
}
