import { classesOf, classification, type Learner } from './learner.js';
import { positive } from './parameters.js';

/**
 * Naive Bayes: in each class numbers are normal and categories have shares, all independent of each other (Hand and Yu,
 * "Idiot's Bayes", 2001). Variances get `smoothing` times the feature's own, shares the count `prior` for each category.
 */
export const naiveBayes: Learner = {
  algorithm: 'naive-bayes',
  tasks: classification,
  defaults: { smoothing: 1e-6, prior: 1 },
  estimateSeconds: ({ rows, features }) => rows * features * 2e-8,
  fit({ features, table, target, weights }, { parameters }) {
    const { codes, classCount } = classesOf(target);
    const smoothing = positive(parameters, 'smoothing');
    const prior = positive(parameters, 'prior');
    const valuesOf = (
      index: number,
      visit: (value: number, code: number, weight: number) => void,
    ) => {
      for (let row = 0; row < table.rows; row++) {
        const value = table.values[row * table.columns + index] ?? 0;
        if (!Number.isNaN(value)) visit(value, codes[row] ?? 0, weights[row] ?? 0);
      }
    };
    const totals = new Float64Array(classCount);
    codes.forEach((code, row) => {
      totals[code] = (totals[code] ?? 0) + (weights[row] ?? 0);
    });
    const all = totals.reduce((sum, total) => sum + total, 0);
    const tables = features.flatMap((feature, index) =>
      feature.kind === 'numeric'
        ? normals(classCount, smoothing, (visit) => valuesOf(index, visit))
        : shares(feature.categories.length, classCount, prior, (visit) => valuesOf(index, visit)),
    );
    return {
      kind: 'naive-bayes',
      logPriors: totals.map((total) => Math.log(total / all)),
      tables: Float64Array.from(tables),
    };
  },
};

type Visits = (visit: (value: number, code: number, weight: number) => void) => void;

/** Mean of each class, then variance of each. A class without values has those of all. */
function normals(classCount: number, smoothing: number, each: Visits): number[] {
  const count = new Float64Array(classCount + 1);
  const mean = new Float64Array(classCount + 1);
  const squares = new Float64Array(classCount + 1);
  each((value, code, weight) => {
    // Welford's updating, of the class and of all: no large numbers are subtracted.
    for (const at of [code, classCount]) {
      count[at] = (count[at] ?? 0) + weight;
      const off = value - (mean[at] ?? 0);
      mean[at] = (mean[at] ?? 0) + (off * weight) / (count[at] ?? 1);
      squares[at] = (squares[at] ?? 0) + weight * off * (value - (mean[at] ?? 0));
    }
  });
  const varianceOf = (at: number) =>
    (count[at] ?? 0) > 0 ? (squares[at] ?? 0) / (count[at] ?? 1) : 0;
  const least = Math.max(varianceOf(classCount) * smoothing, Number.MIN_VALUE * 2 ** 60);
  const codes = Array.from({ length: classCount }, (_, code) =>
    (count[code] ?? 0) > 0 ? code : classCount,
  );
  return [
    ...codes.map((code) => mean[code] ?? 0),
    ...codes.map((code) => varianceOf(code) + least),
  ];
}

/** Category after category, the logarithm of its share in each class. */
function shares(categories: number, classCount: number, prior: number, each: Visits): number[] {
  const counts = new Float64Array(categories * classCount).fill(prior);
  const totals = new Float64Array(classCount).fill(prior * categories);
  each((value, code, weight) => {
    counts[value * classCount + code] = (counts[value * classCount + code] ?? 0) + weight;
    totals[code] = (totals[code] ?? 0) + weight;
  });
  return Array.from(counts, (count, at) => Math.log(count / (totals[at % classCount] ?? 1)));
}
