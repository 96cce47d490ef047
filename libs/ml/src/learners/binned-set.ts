import { binFeatures, type BinnedTable } from '../trees/binned-table.js';
import type { TrainingSet } from './learner.js';

/**
 * The table of a set in bins. Nothing holds the table itself when this has returned: it is eight times as large.
 * @param order the columns, in the order that they are to have in the binned table
 * @param bins room for them, where they are to lie in some; see `binFeatures`
 */
export function binnedTable(set: TrainingSet, order: Int32Array, bins?: Uint8Array): BinnedTable {
  return binFeatures(set.features, set.table, order, bins);
}
