import {
  logisticObjective,
  minimiseLogistic,
  rowsOf,
  variablesOf,
} from '../linear/minimise-logistic.js';
import type { LogisticProblem } from '../linear/logistic-objectives.js';
import { createRandom, derivedSeed } from '../random/random.js';
import { standardError } from '../metrics/standard-error.js';
import { stratifiedFolds } from '../split/stratified-folds.js';

/** The strongest first: from there each minimum is near the one before. */
const penalties = [300, 100, 30, 10, 3, 1, 0.3, 0.1, 0.03];
/** Where there is not enough to choose by. */
const usualPenalty = 1;
/** Standard errors that another penalty must be ahead by: the folds of several deals are not independent. */
const leastLead = 2;
const foldCount = 5;
const fewestRows = 20;
/** Rows, and values of the matrix times scores, that are enough to tell penalties apart: what keeps it to a second or two. */
const mostRows = 10_000;
const mostValues = 2_500_000;
/** Up to so many rows their folds are dealt out several times: of few rows one deal says little. */
const fewRows = 1500;
const dealsOfFewRows = 3;
/** As near to a minimum as the comparison needs. */
const tolerance = 1e-4;
const mostSteps = 100;
/** Weaker penalties that may do worse, one after the other, before no weaker one is tried. */
const patience = 2;

/** Steps of all minimisations over all rows that a choice comes to, measured: what its time is estimated by. */
export const stepsToChoose = 360;

/** Rows that penalties are compared by; none where there are too few. */
export function rowsToChooseBy(rows: number, width: number, scores: number): number {
  const most = Math.floor(Math.min(mostRows, mostValues / (width * scores)));
  const taken = Math.min(rows, most);
  return taken < fewestRows || taken < Math.min(rows, 10 * width) ? 0 : taken;
}

/**
 * The penalty with which rows get the least log loss from coefficients that were not learned from them, of a path of
 * penalties that is walked fold by fold, each minimum starting from the one before (Friedman, Hastie and Tibshirani,
 * "Regularization paths for generalized linear models via coordinate descent", 2010, 2.5). The usual one, 1, stays where
 * none is ahead of it by more than chance: too weak a penalty costs far more than too strong a one.
 * @param problem of all rows; its own penalty does not matter
 * @returns the factor of half the squared coefficients beside the sum of the losses
 */
export function choosePenalty(problem: LogisticProblem, seed: number): number {
  const { matrix, codes, classCount } = problem;
  const taken = rowsToChooseBy(matrix.rows, matrix.columns + 1, classCount === 2 ? 1 : classCount);
  if (taken === 0) return usualPenalty;
  const sample = sampleOf(matrix.rows, taken, seed);
  const deals = taken <= fewRows ? dealsOfFewRows : 1;
  const walks = Array.from({ length: deals }, (_, deal) =>
    stratifiedFolds(codes, sample, { folds: foldCount, seed: derivedSeed(seed, deal) }),
  )
    .flat()
    .map(({ train, validation }) => walkAlong(rowsOf(problem, train), rowsOf(problem, validation)));
  let best: Tried = { penalty: usualPenalty, losses: [], mean: Infinity };
  let usual = best;
  let worse = 0;
  for (const penalty of penalties) {
    const losses = walks.map((lossAt) => lossAt(penalty));
    const tried = { penalty, losses, mean: mean(losses) };
    if (penalty === usualPenalty) usual = tried;
    if (tried.mean < best.mean) best = tried;
    worse = tried.mean > best.mean ? worse + 1 : 0;
    if (worse === patience && penalty <= usualPenalty) break;
  }
  const gains = usual.losses.map((loss, fold) => loss - (best.losses[fold] ?? loss));
  return mean(gains) > leastLead * standardError(gains) ? best.penalty : usualPenalty;
}

/** A penalty and the log loss of each fold with it. */
interface Tried {
  readonly penalty: number;
  readonly losses: readonly number[];
  readonly mean: number;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @returns the log loss of the validation rows, given the next penalty of the path */
function walkAlong(train: LogisticProblem, validation: LogisticProblem) {
  const total = train.weights.reduce((sum, weight) => sum + weight, 0);
  const lossAt = logisticObjective({ ...validation, l2: 0 });
  const gradient = new Float64Array(variablesOf(train));
  let start = new Float64Array(gradient.length);
  return (penalty: number): number => {
    const { point } = minimiseLogistic(
      { ...train, l2: penalty / total },
      { start, maxIterations: mostSteps, tolerance },
    );
    start = Float64Array.from(point);
    return lossAt(point, gradient);
  };
}

/** Row numbers, ascending. */
function sampleOf(rows: number, taken: number, seed: number): Uint32Array {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  if (taken === rows) return all;
  createRandom(seed).shuffle(all);
  return all.slice(0, taken).sort();
}
