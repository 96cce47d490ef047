import { rowsByClass } from '../split/rows-by-class.js';
import { bootstrapIntervals, type WeightedFigures } from './bootstrap.js';
import type { Intervals } from './evaluation-details.js';
import { weightedClassFigures } from './weighted-class-figures.js';
import { weightedQuantityFigures } from './weighted-quantity-figures.js';

const confidence = 0.95;
const mostResamples = 1000;
const fewestResamples = 200;
/** Rows that are drawn and looked at for each output, over all resamples: what keeps this within about a second. */
const mostLooks = 1e8;

/**
 * 95% intervals of the metrics of `evaluateClassification`, the shares of the classes as they are.
 * @param actual class of each row, an index into `labels`
 * @param probabilities rows x classes, row-major
 */
export function classIntervals(
  actual: Int32Array,
  probabilities: Float64Array,
  {
    labels,
    seed,
    predicted,
  }: {
    readonly labels: readonly string[];
    readonly seed: number;
    /** The class each row is taken for: the likeliest when absent. */
    readonly predicted?: Int32Array;
  },
): Intervals {
  const figures = weightedClassFigures(actual, probabilities, labels, predicted);
  const looks = actual.length * (labels.length === 2 ? 2 : labels.length + 1);
  return intervalsOf(figures, { strata: rowsByClass(actual), looks, seed });
}

/** 95% intervals of the metrics of `evaluateRegression`. @param actual one value a row; @param predicted likewise */
export function quantityIntervals(
  actual: Float64Array,
  predicted: Float64Array,
  { seed }: { readonly seed: number },
): Intervals {
  const figures = weightedQuantityFigures(actual, predicted);
  const strata = [Uint32Array.from(actual.keys())];
  return intervalsOf(figures, { strata, looks: 2 * actual.length, seed });
}

function intervalsOf(
  figures: WeightedFigures,
  {
    strata,
    looks,
    seed,
  }: { readonly strata: readonly Uint32Array[]; readonly looks: number; readonly seed: number },
): Intervals {
  const affordable = Math.floor(mostLooks / looks);
  const resamples = Math.min(mostResamples, Math.max(fewestResamples, affordable));
  return {
    confidence,
    resamples,
    metrics: bootstrapIntervals(figures, { strata, resamples, seed, confidence }),
  };
}
