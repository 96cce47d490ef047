import { createRandom } from '../random/random.js';
import { stratifiedSplit } from '../split/stratified-split.js';
import { boostingMemory } from '../trees/boosting-memory.js';
import type { BoostingLoss } from '../trees/boosting-plan.js';
import { columnsByName, overOwnColumns } from '../trees/column-order.js';
import { binnedTable } from './binned-set.js';
import { everyTask, type Learner, type Target } from './learner.js';
import { nonNegative, positive, positiveInteger, share } from './parameters.js';
import { rowWeights } from './row-weights.js';

/** Seconds for one row, feature and tree, measured. */
const secondsPerStep = 6e-9;

/**
 * Gradient boosting over binned features (Friedman 2001; Ke et al. 2017): log loss for two classes, softmax for more,
 * squared error for quantities. The seed draws features by their names: columns in another order give the same function.
 *
 * `validationShare` above 0 sets rows aside that only say when to stop: after `patience` iterations without a better
 * loss on them, the best iteration so far is kept.
 */
export const gradientBoosting: Learner = {
  algorithm: 'gradient-boosting',
  tasks: everyTask,
  defaults: {
    iterations: 100,
    learningRate: 0.1,
    maxLeaves: 31,
    minLeafRows: 20,
    l2: 0,
    rowShare: 1,
    columnShare: 1,
    validationShare: 0,
    patience: 10,
    classWeight: 'none',
  },
  estimateSeconds: ({ rows, features, outputs }, parameters) =>
    (rows * features * secondsPerStep + 1e-3) *
    positiveInteger(parameters, 'iterations') *
    (outputs > 2 ? outputs : 1),
  fit(set, { parameters, seed, crew, onNotes }) {
    const { target, features } = set;
    const order = columnsByName(features);
    const { loss, link, outputs } = shapeOf(target);
    const rows = set.weights.length;
    const columns = features.length;
    const maxLeaves = positiveInteger(parameters, 'maxLeaves');
    const shared = boostingMemory({ rows, columns, outputs, threads: crew.size, maxLeaves });
    const table = binnedTable(set, order, shared.bins);
    shared.targets.set(target.kind === 'classes' ? target.codes : target.values);
    shared.weights.set(rowWeights(set, parameters));
    const validationShare = nonNegative(parameters, 'validationShare');
    const [boosted] = crew.run('boost-trees', {
      table,
      loss,
      outputs,
      targets: shared.targets,
      weights: shared.weights,
      ...(validationShare > 0 && { validation: validationRows(target, validationShare, seed) }),
      iterations: positiveInteger(parameters, 'iterations'),
      learningRate: positive(parameters, 'learningRate'),
      maxLeaves,
      minLeafRows: positiveInteger(parameters, 'minLeafRows'),
      l2: nonNegative(parameters, 'l2'),
      patience: positiveInteger(parameters, 'patience'),
      rowShare: share(parameters, 'rowShare'),
      columnShare: share(parameters, 'columnShare'),
      seed,
      shared,
    });
    if (!boosted) throw new TypeError('The leader of the crew made no trees.');
    const { trees, leaves, baselines, iterations } = boosted;
    onNotes?.({ iterations });
    return { kind: 'boosted', link, ...overOwnColumns(trees, order), leaves, baselines };
  },
};

function shapeOf(target: Target) {
  if (target.kind === 'quantity') return { loss: 'squared', link: 'identity', outputs: 1 } as const;
  const loss: BoostingLoss = target.classCount === 2 ? 'log-loss' : 'softmax';
  return loss === 'log-loss'
    ? ({ loss, link: 'logistic', outputs: 1 } as const)
    : ({ loss, link: 'softmax', outputs: target.classCount } as const);
}

/** 1 for the rows set aside. */
function validationRows(target: Target, share: number, seed: number): Uint8Array {
  const rows = target.kind === 'classes' ? target.codes.length : target.values.length;
  const marks = new Uint8Array(new SharedArrayBuffer(rows));
  if (target.kind === 'classes') {
    const { holdout } = stratifiedSplit(target.codes, { holdout: share, seed });
    for (const row of holdout) marks[row] = 1;
    return marks;
  }
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  createRandom(seed).shuffle(order);
  for (const row of order.subarray(0, Math.round(rows * share))) marks[row] = 1;
  return marks;
}
