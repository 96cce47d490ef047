import { Matrix as MljsMatrix } from 'ml-matrix';
import { RandomForestClassifier } from 'ml-random-forest';
import { designMatrix } from '../design/design-matrix.js';
import { fitDesign } from '../design/design.js';
import { classesOf, classification, type Learner, type Parameters } from './learner.js';
import { flattenTrees, type MljsNode } from './flatten-trees.js';
import { positive } from './parameters.js';

/** Seconds for one tree, column and pair of rows, measured: the package tries every threshold on every row. */
const secondsPerPair = 6e-9;

/**
 * The forest of the package ml-random-forest: bootstrap samples, a sample of the columns for each tree, Gini
 * impurity. Its trees are kept as flat arrays; a row's probabilities are the mean class shares of its leaves.
 */
export const mljsRandomForest: Learner = {
  algorithm: 'mljs-random-forest',
  tasks: classification,
  defaults: { trees: 30, columnShare: 0.5 },
  estimateSeconds: ({ rows, width }, parameters) =>
    positive(parameters, 'trees') * columnsOf(width, parameters) * rows * rows * secondsPerPair,
  // Slower than its namesake among our own by orders of magnitude, and no better.
  mostFitSeconds: 2,
  fit({ features, table, target }, { parameters, seed }) {
    const { codes, classCount } = classesOf(target);
    const design = fitDesign(features, table);
    const matrix = designMatrix(design, table);
    const columns = columnsOf(matrix.columns, parameters);
    const forest = new RandomForestClassifier({
      nEstimators: positive(parameters, 'trees'),
      // A share, halfway to the next column: the package takes the whole number 1 for all of them.
      maxFeatures: Math.min(1, (columns + 0.5) / matrix.columns),
      replacement: false,
      seed: seed | 0,
      useSampleBagging: true,
      noOOB: true,
    });
    forest.train(
      MljsMatrix.from1DArray(matrix.rows, matrix.columns, matrix.values).to2DArray(),
      Array.from(codes),
    );
    const { indexes, estimators } = forest as unknown as FittedForest;
    return flattenTrees(
      estimators.map(({ root }, tree) => ({ root, columns: indexes[tree] ?? [] })),
      { features, design, matrix, classCount },
    );
  },
};

/** What the package's types do not tell of. */
interface FittedForest {
  /** Of each tree, the columns it was given. */
  readonly indexes: readonly (readonly number[])[];
  readonly estimators: readonly { readonly root: MljsNode }[];
}

function columnsOf(columns: number, parameters: Parameters): number {
  return Math.max(1, Math.round(columns * positive(parameters, 'columnShare')));
}
