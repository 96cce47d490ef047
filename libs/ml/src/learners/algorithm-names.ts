/** What every leaderboard contains, to tell what a model adds. */
export const baselineAlgorithm = 'baseline';

/** Names of the algorithms there are; `catalogue.ts` has the learners behind them. */
export const algorithms: readonly string[] = [
  baselineAlgorithm,
  'linear-regression',
  'logistic-regression',
  'random-forest',
  'extra-trees',
  'gradient-boosting',
  'shallow-boosting',
  'naive-bayes',
  'k-nearest-neighbours',
  'multilayer-perceptron',
  'mljs-logistic-regression',
  'mljs-random-forest',
];

/** The candidate that is a weighted mean of others. */
export const ensembleAlgorithm = 'weighted-ensemble';

/** The candidate that learns what to make of the answers of others. */
export const stackedAlgorithm = 'stacked-ensemble';

/** Candidates that are made of others. */
export const ensembleAlgorithms: readonly string[] = [ensembleAlgorithm, stackedAlgorithm];

/** Algorithms that ensembles are made of: those whose fit is worth its time. */
export const ensembleMembers: ReadonlySet<string> = new Set([
  'linear-regression',
  'logistic-regression',
  'random-forest',
  'extra-trees',
  'gradient-boosting',
  'shallow-boosting',
  'naive-bayes',
  'k-nearest-neighbours',
  'multilayer-perceptron',
]);
