import type { FeatureTable } from '../features/feature-table.js';
import { createRandom, derivedSeed } from '../random/random.js';

export interface PermutationRequest {
  /** Rows that took no part in the fit. */
  readonly table: FeatureTable;
  /** Of a table, how good the model's answers to its rows are; the higher the better. */
  readonly scoreOf: (table: FeatureTable) => number;
  readonly repeats: number;
  readonly seed: number;
}

/** What a score loses when the values of one feature are dealt out anew among the rows. */
export interface Importance {
  /** Mean over the repeats; below 0 where the score is better without. */
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * How much a model leans on each feature (Breiman, "Random Forests", 2001; Fisher, Rudin and Dominici, "All models are
 * wrong, but many are useful", 2019).
 * @returns one for each feature, in their order
 */
export function permutationImportance({
  table,
  scoreOf,
  repeats,
  seed,
}: PermutationRequest): Importance[] {
  const { rows, columns } = table;
  const whole = scoreOf(table);
  const values = table.values.slice();
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  return Array.from({ length: columns }, (_, column) => {
    // Its own numbers: other features do not change what this one gets.
    const random = createRandom(derivedSeed(seed, column));
    const losses = Array.from({ length: repeats }, () => {
      random.shuffle(order);
      order.forEach((from, row) => {
        values[row * columns + column] = table.values[from * columns + column] ?? Number.NaN;
      });
      return whole - scoreOf({ rows, columns, values });
    });
    for (let at = column; at < values.length; at += columns) values[at] = table.values[at] ?? 0;
    return spreadOf(losses);
  });
}

function spreadOf(losses: readonly number[]): Importance {
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  return { mean, standardDeviation: Math.sqrt(squares / losses.length) };
}
