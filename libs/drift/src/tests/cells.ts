import { binCountsWithOverflow, sharesOf, sturgesEdges } from '../statistics/binning.js';
import { countsOf, distinctValues, type Sample } from './sample.js';

/** Counts of both sides over the same cells, and the cells' names. */
export interface Cells {
  readonly labels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Numeric columns with more distinct values than this in the reference are binned. */
const binnedAbove = 20;

/** One cell for each value that occurs on either side, in a fixed order of the values. */
export function valueCells(reference: Sample, current: Sample): Cells {
  const left = countsOf(reference);
  const right = countsOf(current);
  const labels = [...new Set([...left.keys(), ...right.keys()])].sort();
  return {
    labels,
    reference: labels.map((label) => left.get(label) ?? 0),
    current: labels.map((label) => right.get(label) ?? 0),
  };
}

/**
 * Cells rarer than `share` of all rows, and those the reference never had, as one cell: a single odd row cannot
 * decide a test then. Where rare cells are most of the data they stay apart, for pooling would hide everything, and
 * only those new to the reference are pooled. The pooled cell is the last, if there is one.
 */
export function poolRareCells(cells: Cells, share: number): Cells {
  const both = cells.labels.map(
    (_, index) => (cells.reference[index] ?? 0) + (cells.current[index] ?? 0),
  );
  const total = both.reduce((sum, count) => sum + count, 0);
  const unseen = cells.labels.map((_, index) => (cells.reference[index] ?? 0) === 0);
  const known = both.filter((_, index) => !unseen[index]);
  const rareRows = known.reduce((sum, count) => (count < share * total ? sum + count : sum), 0);
  const poolRare = rareRows <= total / 2;
  const pooled = both.map(
    (count, index) => unseen[index] === true || (poolRare && count < share * total),
  );
  if (!pooled.includes(true)) {
    return cells;
  }
  const gather = (counts: readonly number[]): number[] => [
    ...counts.filter((_, index) => !pooled[index]),
    counts.reduce((sum, count, index) => (pooled[index] ? sum + count : sum), 0),
  ];
  return {
    labels: [...cells.labels.filter((_, index) => !pooled[index]), 'other values'],
    reference: gather(cells.reference),
    current: gather(cells.current),
  };
}

/**
 * Shares over cells fitted on the reference alone: Sturges' bins with an open bin at either end for numbers with many
 * values, else one cell a value. An outlier in the current data moves no edge.
 */
export function referenceFittedShares(
  reference: Sample,
  current: Sample,
): { readonly reference: readonly number[]; readonly current: readonly number[] } {
  if (
    reference.kind === 'numeric' &&
    current.kind === 'numeric' &&
    distinctValues(reference, reference, binnedAbove + 1) > binnedAbove
  ) {
    const { values, integers } = reference;
    const low = values[0] as number;
    const high = values.at(-1) as number;
    const edges = sturgesEdges(low, high, values.length + current.values.length, integers);
    return {
      reference: sharesOf(binCountsWithOverflow(values, edges)),
      current: sharesOf(binCountsWithOverflow(current.values, edges)),
    };
  }
  const cells = valueCells(reference, current);
  return { reference: sharesOf(cells.reference), current: sharesOf(cells.current) };
}
