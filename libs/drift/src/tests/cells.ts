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
 * decide a test then. The pooled cell is the last, if there is one.
 */
export function poolRareCells(cells: Cells, share: number): Cells {
  const total = [...cells.reference, ...cells.current].reduce((sum, count) => sum + count, 0);
  const rare = cells.labels.map((_, index) => {
    const known = cells.reference[index] ?? 0;
    return known === 0 || known + (cells.current[index] ?? 0) < share * total;
  });
  if (!rare.includes(true)) {
    return cells;
  }
  const gather = (counts: readonly number[]): number[] => [
    ...counts.filter((_, index) => !rare[index]),
    counts.reduce((sum, count, index) => (rare[index] ? sum + count : sum), 0),
  ];
  return {
    labels: [...cells.labels.filter((_, index) => !rare[index]), 'other values'],
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
