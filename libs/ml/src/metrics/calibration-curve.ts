import { quantileOf } from './quantile.js';
import { rounded } from './rounded.js';

/** A bin of a reliability diagram that has rows. */
export interface CalibrationBin {
  /** Mean probability that its rows were given. */
  readonly predicted: number;
  /** Share of its rows that are of the class. */
  readonly observed: number;
  readonly rows: number;
}

/**
 * How often a class was met where a probability was said (DeGroot and Fienberg, "The comparison and evaluation of
 * forecasters", 1983), in bins as scikit-learn's `calibration_curve` makes them.
 * @param isOfClass 1 for a row of the class, 0 for another
 * @param probabilities of the class, from 0 to 1
 * @param strategy `uniform`: bins of the same width; `quantile`: of about the same number of rows
 * @returns bins with rows, by ascending probability
 */
export function calibrationCurve(
  isOfClass: Uint8Array,
  probabilities: Float64Array,
  { bins, strategy }: { readonly bins: number; readonly strategy: 'uniform' | 'quantile' },
): CalibrationBin[] {
  const edges = strategy === 'uniform' ? uniformEdges(bins) : quantileEdges(probabilities, bins);
  const rows = new Float64Array(bins);
  const given = new Float64Array(bins);
  const met = new Float64Array(bins);
  probabilities.forEach((probability, row) => {
    let bin = 0;
    while (bin < edges.length && (edges[bin] ?? 0) < probability) bin++;
    rows[bin] = (rows[bin] ?? 0) + 1;
    given[bin] = (given[bin] ?? 0) + probability;
    met[bin] = (met[bin] ?? 0) + (isOfClass[row] ?? 0);
  });
  return Array.from(rows, (count, bin) => ({
    predicted: rounded((given[bin] ?? 0) / count),
    observed: rounded((met[bin] ?? 0) / count),
    rows: count,
  })).filter((bin) => bin.rows > 0);
}

/** The upper edges of all bins but the last. */
function uniformEdges(bins: number): number[] {
  return Array.from({ length: bins - 1 }, (_, bin) => (bin + 1) / bins);
}

function quantileEdges(probabilities: Float64Array, bins: number): number[] {
  const sorted = probabilities.slice().sort();
  return Array.from({ length: bins - 1 }, (_, bin) => quantileOf(sorted, (bin + 1) / bins));
}
