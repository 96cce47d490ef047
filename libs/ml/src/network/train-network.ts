import { createRandom, type Random } from '../random/random.js';
import { networkPass, type Network } from './network-pass.js';
import type { NetworkProblem } from './network-problem.js';

export interface TrainingPlan {
  readonly units: number;
  /** Factor of half the squared weights beside the sum of the losses; offsets cost nothing. */
  readonly l2: number;
  /** Largest step; steps grow to it and shrink to nothing. */
  readonly rate: number;
  readonly batchRows: number;
  readonly epochs: number;
  readonly seed: number;
}

/** Of Adam: how much of the past its means keep. */
const keptMean = 0.9;
const keptSquare = 0.999;
const tiny = 1e-8;
/** Share of all steps in which they grow. */
const warmShare = 0.1;

/**
 * Makes the mean loss small by small steps, each along a few rows (Adam: Kingma and Ba, "Adam: a method for stochastic
 * optimization", 2015), their size falling along half a cosine (Loshchilov and Hutter, "SGDR", 2017).
 */
export function trainNetwork(problem: NetworkProblem, plan: TrainingPlan): Network {
  const { matrix, scores, weights } = problem;
  const { units, batchRows, epochs, rate } = plan;
  const random = createRandom(plan.seed);
  const inner = units * (matrix.columns + 1);
  const all = new Float64Array(inner + scores * (units + 1));
  const network = { hidden: all.subarray(0, inner), out: all.subarray(inner) };
  start(network, matrix.columns, units, random);
  const slope = new Float64Array(all.length);
  const pass = networkPass(problem, network, units, {
    hidden: slope.subarray(0, inner),
    out: slope.subarray(inner),
  });
  const penalised = penalties(matrix.columns, units, scores, plan.l2 / total(weights));
  const mean = new Float64Array(all.length);
  const square = new Float64Array(all.length);
  const order = Uint32Array.from({ length: matrix.rows }, (_, row) => row);
  const batches = Math.ceil(matrix.rows / batchRows);
  const steps = epochs * batches;
  for (let step = 0; step < steps; step++) {
    const batch = step % batches;
    if (batch === 0) random.shuffle(order);
    // Batches of about the same size: a last one of a single row would be all noise.
    const from = Math.floor((batch * matrix.rows) / batches);
    const to = Math.floor(((batch + 1) * matrix.rows) / batches);
    slope.fill(0);
    pass(order, from, to);
    stepAlong(
      all,
      slope,
      { mean, square, penalised },
      step + 1,
      rateAt(step / steps, rate),
      to - from,
    );
  }
  return network;
}

/** Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010. */
function start({ hidden, out }: Network, columns: number, units: number, random: Random): void {
  const reach = Math.sqrt(6 / (columns + units));
  hidden.forEach((_, at) => {
    if (at % (columns + 1) !== columns) hidden[at] = (2 * random.next() - 1) * reach;
  });
  const scores = out.length / (units + 1);
  const outReach = Math.sqrt(6 / (units + scores));
  out.forEach((_, at) => {
    if (at % (units + 1) !== units) out[at] = (2 * random.next() - 1) * outReach;
  });
}

function penalties(columns: number, units: number, scores: number, l2: number): Float64Array {
  const inner = units * (columns + 1);
  return Float64Array.from({ length: inner + scores * (units + 1) }, (_, at) => {
    const offset =
      at < inner ? at % (columns + 1) === columns : (at - inner) % (units + 1) === units;
    return offset ? 0 : l2;
  });
}

function rateAt(part: number, rate: number): number {
  const warm = Math.min(1, (part + 1e-3) / warmShare);
  return (rate * warm * (1 + Math.cos(Math.PI * part))) / 2;
}

function stepAlong(
  all: Float64Array,
  slope: Float64Array,
  {
    mean,
    square,
    penalised,
  }: {
    readonly mean: Float64Array;
    readonly square: Float64Array;
    readonly penalised: Float64Array;
  },
  step: number,
  rate: number,
  rows: number,
): void {
  const ofMean = 1 / (1 - keptMean ** step);
  const ofSquare = 1 / (1 - keptSquare ** step);
  for (let at = 0; at < all.length; at++) {
    const own = all[at] ?? 0;
    const down = (slope[at] ?? 0) / rows + (penalised[at] ?? 0) * own;
    const first = keptMean * (mean[at] ?? 0) + (1 - keptMean) * down;
    const second = keptSquare * (square[at] ?? 0) + (1 - keptSquare) * down * down;
    mean[at] = first;
    square[at] = second;
    all[at] = own - (rate * first * ofMean) / (Math.sqrt(second * ofSquare) + tiny);
  }
}

function total(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
