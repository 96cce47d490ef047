import { classMetrics } from './class-metrics.js';
import { countMetrics } from './count-metrics.js';
import { likeliestClasses } from './evaluate-classification.js';
import type { WeightedFigures } from './bootstrap.js';
import { brierScores } from './brier-score.js';
import { logLosses } from './log-loss.js';
import { rankRows, weightedRanking, type RankedRows } from './weighted-ranking.js';

/** An order of the rows is kept for each class; beyond this many in all there is none, and no ranking metrics. */
const mostRanked = 4e6;

/**
 * The metrics of `evaluateClassification`, of rows that count as often as weights say.
 * @param actual class of each row, an index into `labels`
 * @param probabilities rows x classes, row-major
 * @param predicted the class each row is taken for: the likeliest when absent
 */
export function weightedClassFigures(
  actual: Int32Array,
  probabilities: Float64Array,
  labels: readonly string[],
  predicted = likeliestClasses(probabilities, labels.length),
): WeightedFigures {
  const classCount = labels.length;
  const cells = actual.map((code, row) => code * classCount + (predicted[row] ?? 0));
  const losses = logLosses(actual, probabilities, classCount);
  const scores = brierScores(actual, probabilities, classCount);
  const ranked = rankedCodes(actual.length, classCount).map((code) =>
    rankRows(actual, probabilities, { code, classCount }),
  );
  return (weights) => {
    const confusion = countCells(cells, weights, classCount);
    return {
      ...countMetrics(confusion, classMetrics(confusion, labels)),
      ...rankingOf(ranked, weights),
      logLoss: weightedMean(losses, weights),
      brierScore: weightedMean(scores, weights),
    };
  };
}

function rankedCodes(rows: number, classCount: number): number[] {
  if (classCount === 2) return [1];
  return rows * classCount > mostRanked
    ? []
    : Array.from({ length: classCount }, (_, code) => code);
}

function countCells(cells: Int32Array, weights: Uint32Array, classCount: number): number[][] {
  const counts = new Float64Array(classCount * classCount);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row] ?? 0;
    counts[cell] = (counts[cell] ?? 0) + (weights[row] ?? 0);
  }
  return Array.from({ length: classCount }, (_, code) =>
    Array.from(counts.subarray(code * classCount, (code + 1) * classCount)),
  );
}

function rankingOf(
  ranked: readonly RankedRows[],
  weights: Uint32Array,
): Readonly<Record<string, number>> {
  const told = ranked.flatMap((rows) => weightedRanking(rows, weights) ?? []);
  if (told.length === 0) return {};
  return {
    rocAuc: told.reduce((sum, each) => sum + each.rocAuc, 0) / told.length,
    averagePrecision: told.reduce((sum, each) => sum + each.averagePrecision, 0) / told.length,
  };
}

/** The mean of values that count as often as weights say. */
function weightedMean(values: Float64Array, weights: Uint32Array): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    const weight = weights[row] ?? 0;
    sum += weight * (values[row] ?? 0);
    total += weight;
  }
  return sum / total;
}
