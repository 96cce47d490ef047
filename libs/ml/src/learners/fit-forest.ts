import type { ForestState } from '../scorers/scorer-state.js';
import { mostMarkedClasses } from '../trees/class-histogram.js';
import { columnsByName, overOwnColumns } from '../trees/column-order.js';
import type { ForestPlan } from '../trees/grow-forest.js';
import { binsByRow } from '../trees/node-bins.js';
import { joinGroves } from '../trees/tree-arrays.js';
import {
  outputsOf,
  type FitOptions,
  type FitSize,
  type Parameters,
  type Target,
  type TrainingSet,
} from './learner.js';
import { binnedTable } from './binned-set.js';
import { outOfBagScore } from './out-of-bag-score.js';
import { choice, nonNegative, positiveInteger, share } from './parameters.js';
import { rowWeights } from './row-weights.js';
import { sharedInts, sharedNumbers } from './shared-arrays.js';

/** Seconds for one row and tree to draw some of the rows and bring them together, measured. */
const secondsPerDraw = 2.5e-8;
/** Weights are counted in parts of so much where they are not all the same. */
const weightUnit = 1024;

/** Parameters that all kinds of forests have. */
export const forestDefaults = {
  trees: 100,
  featureShare: 0,
  maxDepth: 0,
  minLeafRows: 1,
  sampling: 'bootstrap',
  mostRowsPerTree: 0,
  classWeight: 'none',
  outOfBag: 'ignored',
} satisfies Parameters;

/** @param secondsPerStep for one row, tree, feature looked at and level */
export function estimateForestSeconds(
  { rows, features, outputs }: FitSize,
  parameters: Parameters,
  secondsPerStep: number,
): number {
  const trees = positiveInteger(parameters, 'trees');
  const drawn = rowsPerTree(rows, parameters);
  const looked = featuresPerNode(features, outputs, parameters);
  const growing = drawn * Math.log2(drawn + 1) * 1.3 * trees * looked * secondsPerStep;
  return drawn === rows ? growing : growing + rows * trees * secondsPerDraw;
}

/** Grows a forest with all threads of the crew. */
export function fitForest(
  set: TrainingSet,
  { parameters, seed, crew, onNotes }: FitOptions,
  cuts: ForestPlan['cuts'],
): ForestState {
  const { target, features } = set;
  const order = columnsByName(features);
  const table = binnedTable(set, order);
  const outputs = outputsOf(target);
  const maxDepth = nonNegative(parameters, 'maxDepth');
  const minLeafRows = positiveInteger(parameters, 'minLeafRows');
  const sampling = {
    kind: choice(parameters, 'sampling', ['bootstrap', 'all']),
    rows: rowsPerTree(table.rows, parameters),
  };
  const outOfBag = choice(parameters, 'outOfBag', ['ignored', 'scored']);
  const parts = crew.run('grow-forest', {
    table,
    byRow: binsByRow(table),
    target: sharedTarget(target),
    weights: wholeWeights(set, parameters),
    trees: positiveInteger(parameters, 'trees'),
    featuresPerNode: featuresPerNode(features.length, outputs, parameters),
    maxDepth: maxDepth === 0 ? Number.MAX_SAFE_INTEGER : maxDepth,
    minLeafRows,
    minSplitRows: 2,
    sampling,
    cuts,
    seed,
    next: sharedInts([0]),
  });
  const groves = parts.flat().sort((a, b) => a.index - b.index);
  const { trees, leaves } = joinGroves(groves, outputs, table.categorical);
  const state: ForestState = { kind: 'forest', ...overOwnColumns(trees, order), leaves };
  if (outOfBag === 'scored' && sampling.kind === 'bootstrap') {
    const score = outOfBagScore(state, set, { sampling, seed });
    if (score !== undefined) onNotes?.({ outOfBagScore: score });
  }
  return state;
}

/** As many as there are, up to a bound: 0 is none. */
function rowsPerTree(rows: number, parameters: Parameters): number {
  const most = nonNegative(parameters, 'mostRowsPerTree');
  return most === 0 ? rows : Math.min(rows, Math.ceil(most));
}

/** 0 asks for the usual: the square root of their number for classes, a third of them for quantities. */
function featuresPerNode(features: number, outputs: number, parameters: Parameters): number {
  const wanted = parameters['featureShare'];
  const count =
    wanted === 0
      ? outputs > 1
        ? Math.sqrt(features)
        : features / 3
      : features * share(parameters, 'featureShare');
  return Math.max(1, Math.floor(count));
}

function sharedTarget(target: Target): Target {
  if (target.kind === 'quantity') return { ...target, values: sharedNumbers(target.values) };
  if (target.classCount > mostMarkedClasses) {
    throw new RangeError(`A forest tells at most ${mostMarkedClasses} classes apart.`);
  }
  return { ...target, codes: sharedInts(target.codes) };
}

/** Weights as whole numbers: the searches add them up exactly. */
function wholeWeights(set: TrainingSet, parameters: Parameters): Int32Array {
  const weights = rowWeights(set, parameters);
  const first = weights[0] ?? 1;
  if (weights.every((weight) => weight === first)) return sharedInts(weights.map(() => 1));
  return sharedInts(weights.map((weight) => Math.max(1, Math.round(weight * weightUnit))));
}
