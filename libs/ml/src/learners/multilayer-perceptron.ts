import { unfoldDesign } from '../design/linear-state.js';
import { meanOfNetworks } from '../network/mean-of-networks.js';
import { networkProblem } from '../network/network-problem.js';
import { trainNetwork } from '../network/train-network.js';
import { derivedSeed } from '../random/random.js';
import type { Link } from '../scorers/scorer-state.js';
import { designedSet } from './designed-set.js';
import { everyTask, type Learner, type Parameters, type TaskType } from './learner.js';
import { nonNegative, positive, positiveInteger } from './parameters.js';
import { rowWeights } from './row-weights.js';

/** Seconds for one value of the matrix, unit and pass over the rows, measured. */
const secondsPerValue = 2.7e-9;
/** Of many rows a step may look at more. */
const batchRows = { usual: 32, of: 8000, beyond: 128 };
const epochs = { fewest: 10, most: 300 };

/**
 * Networks of one hidden layer on standardised columns, started and trained apart, whose scores are averaged: smooth where
 * trees have edges, bent where linear methods are straight. `l2` is as in logistic regression: half of it times the squared
 * weights beside the sum of the losses; of quantities the loss is half the squared error in standard deviations.
 */
export const multilayerPerceptron: Learner = {
  algorithm: 'multilayer-perceptron',
  tasks: everyTask,
  defaults: {
    networks: 2,
    units: 16,
    l2: 3,
    learningRate: 0.01,
    steps: 1500,
    classWeight: 'none',
  },
  mostFitSeconds: 2,
  estimateSeconds({ rows, width, outputs }, parameters) {
    const units = positiveInteger(parameters, 'units') * positiveInteger(parameters, 'networks');
    const perRow = units * (width + (outputs > 2 ? outputs : 1) + 8);
    return rows * paceOf(rows, parameters).epochs * perRow * secondsPerValue;
  },
  fit(set, { parameters, seed, onNotes }) {
    const { design, matrix } = designedSet(set);
    const rows = set.weights.length;
    const { problem, unscale } = networkProblem(set.target, {
      matrix,
      weights: rowWeights(set, parameters),
    });
    const plan = {
      units: positiveInteger(parameters, 'units'),
      l2: nonNegative(parameters, 'l2'),
      rate: positive(parameters, 'learningRate'),
      ...paceOf(rows, parameters),
    };
    const count = positiveInteger(parameters, 'networks');
    const networks = Array.from({ length: count }, (_, index) =>
      trainNetwork(problem, { ...plan, seed: derivedSeed(seed, index) }),
    );
    const { hidden, out } = meanOfNetworks(networks, plan.units);
    onNotes?.({ iterations: plan.epochs * Math.ceil(rows / plan.batchRows) });
    return {
      kind: 'network',
      link: links[problem.task],
      ...unfoldDesign(set.features, design, hidden),
      sums: unscale(out),
    };
  },
};

const links: Readonly<Record<TaskType, Link>> = {
  binary: 'logistic',
  multiclass: 'softmax',
  regression: 'identity',
};

/** Rows of a step, and how often all of them are passed: as many steps as asked for, within bounds. */
function paceOf(rows: number, parameters: Parameters) {
  const most = rows > batchRows.of ? batchRows.beyond : batchRows.usual;
  const wanted = positiveInteger(parameters, 'steps') / Math.ceil(rows / most);
  return {
    batchRows: most,
    epochs: Math.max(epochs.fewest, Math.min(Math.ceil(wanted), epochs.most)),
  };
}
