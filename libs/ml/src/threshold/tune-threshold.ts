import { classMetrics } from '../metrics/class-metrics.js';
import { standardError } from '../metrics/standard-error.js';
import { countMetrics } from '../metrics/count-metrics.js';

/** Metrics that a threshold between two classes moves, and that no threshold at the very end makes best. */
const tunable = [
  'accuracy',
  'balancedAccuracy',
  'f1',
  'f1Binary',
  'f1Micro',
  'f1Weighted',
  'mcc',
  'cohenKappa',
] as const;

type TunableMetric = (typeof tunable)[number];

export function isTunable(metric: string): metric is TunableMetric {
  return tunable.some((each) => each === metric);
}

/** Where likeliest is what the class is: the threshold of a model that has none of its own. */
export const evenThreshold = 0.5;

/** Thresholds that are tried. */
const mostThresholds = 400;

export interface ThresholdRows {
  /** Probability of the second class, from a model that had not learned from the row. */
  readonly probabilities: Float64Array;
  /** Class of each row, 0 or 1. */
  readonly codes: Int32Array;
  readonly folds: Int32Array;
}

export interface ThresholdChoice {
  /** Rows above it are of the second class. */
  readonly threshold: number;
  /** Mean over the folds, each with the threshold that the other folds would have; and with the even threshold. */
  readonly validation: { readonly tuned: number; readonly even: number };
}

/**
 * The probability from which on rows are best taken for the second class, by a metric that counts mistakes. Taken where
 * folds that had no part in choosing it do better with it than with the even threshold, by more than the standard error of
 * the difference: of few rows chance alone would move it.
 * @returns undefined where the even threshold does as well
 */
export function tuneThreshold(
  rows: ThresholdRows,
  metric: TunableMetric,
): ThresholdChoice | undefined {
  const numbers = [...new Set(rows.folds)];
  if (numbers.length < 2) return undefined;
  const scores = numbers.map((fold) => {
    const own = only(rows, (row) => rows.folds[row] === fold);
    const threshold = bestThreshold(
      only(rows, (row) => rows.folds[row] !== fold),
      metric,
    );
    return { tuned: scoreAt(own, threshold, metric), even: scoreAt(own, evenThreshold, metric) };
  });
  const gains = scores.map(({ tuned, even }) => tuned - even);
  const mean = (side: 'tuned' | 'even') =>
    scores.reduce((sum, score) => sum + score[side], 0) / scores.length;
  const validation = { tuned: mean('tuned'), even: mean('even') };
  const threshold = bestThreshold(rows, metric);
  if (threshold === evenThreshold || !isGain(gains)) return undefined;
  return { threshold, validation };
}

function isGain(gains: readonly number[]): boolean {
  const gain = gains.reduce((sum, each) => sum + each, 0) / gains.length;
  return gain > standardError(gains);
}

/** The best of thresholds halfway between neighbouring probabilities; of equals the nearest to even. */
function bestThreshold({ probabilities, codes }: ThresholdRows, metric: TunableMetric): number {
  const order = Uint32Array.from(probabilities.keys());
  order.sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  const positives = codes.reduce((sum, code) => sum + code, 0);
  const negatives = codes.length - positives;
  const step = Math.max(1, Math.floor(codes.length / mostThresholds));
  let best = {
    threshold: evenThreshold,
    score: scoreAt({ probabilities, codes }, evenThreshold, metric),
  };
  // Rows up to here are taken for the first class.
  let wrong = 0;
  for (let index = 0; index < order.length - 1; index++) {
    const row = order[index] ?? 0;
    wrong += codes[row] ?? 0;
    const low = probabilities[row] ?? 0;
    const high = probabilities[order[index + 1] ?? 0] ?? 0;
    if (low === high || (index + 1) % step !== 0) continue;
    const right = index + 1 - wrong;
    const threshold = (low + high) / 2;
    const score = scoreOf(
      [
        [right, negatives - right],
        [wrong, positives - wrong],
      ],
      metric,
    );
    const nearer = Math.abs(threshold - evenThreshold) < Math.abs(best.threshold - evenThreshold);
    if (score > best.score || (score === best.score && nearer)) best = { threshold, score };
  }
  return best.threshold;
}

function scoreAt(
  { probabilities, codes }: Pick<ThresholdRows, 'probabilities' | 'codes'>,
  threshold: number,
  metric: TunableMetric,
): number {
  const counts = [0, 0, 0, 0];
  codes.forEach((code, row) => {
    const place = code * 2 + ((probabilities[row] ?? 0) > threshold ? 1 : 0);
    counts[place] = (counts[place] ?? 0) + 1;
  });
  return scoreOf([counts.slice(0, 2), counts.slice(2)], metric);
}

function scoreOf(confusion: readonly (readonly number[])[], metric: TunableMetric): number {
  return countMetrics(confusion, classMetrics(confusion, ['first', 'second']))[metric] ?? 0;
}

function only(rows: ThresholdRows, wanted: (row: number) => boolean): ThresholdRows {
  return {
    probabilities: rows.probabilities.filter((_, row) => wanted(row)),
    codes: rows.codes.filter((_, row) => wanted(row)),
    folds: rows.folds.filter((_, row) => wanted(row)),
  };
}
