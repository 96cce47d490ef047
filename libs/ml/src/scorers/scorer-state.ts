import type { LinearArrays } from '../design/linear-state.js';
import type { TreeArrays } from '../trees/tree-arrays.js';

/** How raw scores become probabilities, or values. */
export type Link =
  /** One score: of the second of two classes. */
  | 'logistic'
  /** A score for each class. */
  | 'softmax'
  /** A score for each class against the rest; the logistic functions of them are scaled to sum to 1. */
  | 'one-vs-rest'
  /** One score: the value itself. */
  | 'identity';

/**
 * What a fit leaves: flat arrays, as they lie in a model file. "Outputs" are the classes of a classifier in their order,
 * or the one value of a regression.
 */
export type ScorerState =
  | PriorState
  | LinearState
  | ForestState
  | BoostedState
  | NaiveBayesState
  | NeighboursState
  | NetworkState
  | CalibratedState
  | PlattState
  | BlendState
  | StackedState;

/** The same answer for every row. */
export interface PriorState {
  readonly kind: 'prior';
  /** Share of each class among the training rows, or their mean. */
  readonly prior: Float64Array;
}

export interface LinearState extends LinearArrays {
  readonly kind: 'linear';
  readonly link: Link;
}

/** Means of the leaves that a row falls into, one in each tree. */
export interface ForestState extends TreeArrays {
  readonly kind: 'forest';
  /** leaves x outputs: share of each class in the leaf, or mean value. */
  readonly leaves: Float64Array;
}

/** Sums of leaves. Tree t adds to score t modulo the number of baselines. */
export interface BoostedState extends TreeArrays {
  readonly kind: 'boosted';
  readonly link: Link;
  /** Each score before the first tree. */
  readonly baselines: Float64Array;
  /** One value a leaf. */
  readonly leaves: Float64Array;
}

/** Features independent of each other in each class. */
export interface NaiveBayesState {
  readonly kind: 'naive-bayes';
  /** Logarithm of each class's share. */
  readonly logPriors: Float64Array;
  /**
   * Feature after feature: of a number its mean in each class, then its variance in each; of a category the logarithms of
   * its shares, each with one entry for every class. Missing values say nothing.
   */
  readonly tables: Float64Array;
}

/** Training rows near the row ask. */
export interface NeighboursState {
  readonly kind: 'neighbours';
  /** How many are asked. */
  readonly neighbours: Int32Array;
  /** Of each feature: what a difference of numbers is divided by; categories differ by 1. */
  readonly scales: Float64Array;
  /** Of each feature: what stands in for a missing value; -1 for categories. */
  readonly fills: Float64Array;
  /** points x features */
  readonly points: Float64Array;
  /** Class or value of each point. */
  readonly targets: Float64Array;
}

/** A layer of units that bend sums over the features, and sums over the units. */
export interface NetworkState extends LinearArrays {
  readonly kind: 'network';
  readonly link: Link;
  /** scores x (units + 1), row-major: what each unit adds, and the intercept. The units are the outputs of the arrays above. */
  readonly sums: Float64Array;
}

/** Another scorer's probabilities, put right class by class and scaled to sum to 1. */
export interface CalibratedState {
  readonly kind: 'calibrated';
  readonly member: ScorerState;
  /** Knots of each class, one class after the other: a piecewise linear, rising function. */
  readonly knotsFrom: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Another scorer's probabilities, each class put right by a logistic function of its log odds and all scaled to sum to 1.
 */
export interface PlattState {
  readonly kind: 'platt';
  readonly member: ScorerState;
  /** One for each class. */
  readonly slopes: Float64Array;
  readonly offsets: Float64Array;
}

/** A weighted mean of what several scorers say. */
export interface BlendState {
  readonly kind: 'blend';
  readonly weights: Float64Array;
  readonly members: readonly ScorerState[];
}

/** A linear scorer of what several scorers say: of their values, or of the log odds of their probabilities. */
export interface StackedState {
  readonly kind: 'stacked';
  readonly members: readonly ScorerState[];
  /** Over the columns of `stackedTable`. */
  readonly combiner: LinearState;
}
