import { fitStack, stackWeights } from '../ensemble/fit-stack.js';
import { logLossOfMean, selectWeights, squaredErrorOfMean } from '../ensemble/select-weights.js';
import { stackedFeatures, stackedTable } from '../ensemble/stacked-table.js';
import { stackedAlgorithm } from '../learners/algorithm-names.js';
import type { Target } from '../learners/learner.js';
import { linearScorer } from '../scorers/linear.js';
import type { LinearState } from '../scorers/scorer-state.js';
import { answersPerRow } from '../target/learned-target.js';
import { codesOf, valuesOf } from './evaluate-answers.js';
import type { OutOfFold } from './out-of-fold.js';
import type { TrainingData } from './training-data.js';

/** What makes one answer of those of several candidates. */
export interface Combination {
  /** How much each candidate counts. */
  readonly weights: Float64Array;
  /** Of a stack. */
  readonly combiner?: LinearState;
  /** What the candidates together say of training rows that they had not learned from: rows x answers, row-major. */
  answersAt(places: Uint32Array): Float64Array;
}

/** Learns a combination from the training rows at some places. */
export type LearnCombination = (places: Uint32Array) => Combination;

type LearnedRows = Pick<TrainingData, 'learned' | 'train'>;

/**
 * @param algorithm that of an ensemble
 * @param members what each candidate said of the training rows
 */
export function combinationOf(
  algorithm: string,
  data: LearnedRows,
  members: readonly OutOfFold[],
): LearnCombination {
  return algorithm === stackedAlgorithm ? stack(data, members) : weigh(data, members);
}

/** A mean of the candidates with these weights. */
export function weighted(
  data: LearnedRows,
  members: readonly OutOfFold[],
  weights: Float64Array,
): Combination {
  const width = answersPerRow(data.learned);
  return {
    weights,
    answersAt(places) {
      const blended = new Float64Array(places.length * width);
      members.forEach((member, index) => {
        const weight = weights[index] ?? 0;
        answersOf(data, member, places).forEach((answer, at) => {
          blended[at] = (blended[at] ?? 0) + weight * answer;
        });
      });
      return blended;
    },
  };
}

function weigh(data: LearnedRows, members: readonly OutOfFold[]): LearnCombination {
  const { learned, train } = data;
  if (learned.kind === 'quantities') {
    return (places) => {
      // What is kept of quantities is how far off each answer was.
      const errors = members.map((member) =>
        Float64Array.from(places, (place) => member[place] ?? 0),
      );
      return weighted(data, members, selectWeights(errors, squaredErrorOfMean));
    };
  }
  const codes = codesOf(learned, train);
  const width = learned.labels.length;
  return (places) => {
    const shares = members.map((member) =>
      Float64Array.from(places, (place) => member[place * width + (codes[place] ?? 0)] ?? 0),
    );
    return weighted(data, members, selectWeights(shares, logLossOfMean));
  };
}

function stack(data: LearnedRows, members: readonly OutOfFold[]): LearnCombination {
  const outputs = answersPerRow(data.learned);
  const features = stackedFeatures(members.length, outputs);
  const said = (places: Uint32Array) => members.map((member) => answersOf(data, member, places));
  return (places) => {
    // Nothing was said of the rows before the first fold: then all count the same.
    if (places.length === 0) return weighted(data, members, evenWeights(members.length));
    const combiner = fitStack(said(places), targetAt(data, places));
    const combine = linearScorer(combiner, { features, outputs });
    return {
      weights: stackWeights(combiner, members.length, outputs),
      combiner,
      answersAt: (asked) => combine(stackedTable(said(asked), outputs, asked.length)),
    };
  };
}

function evenWeights(members: number): Float64Array {
  return new Float64Array(members).fill(1 / members);
}

/** What a candidate said of the rows at some places: rows x answers, row-major. */
function answersOf(data: LearnedRows, member: OutOfFold, places: Uint32Array): Float64Array {
  const width = answersPerRow(data.learned);
  const answers = new Float64Array(places.length * width);
  places.forEach((place, row) => {
    answers.set(member.subarray(place * width, (place + 1) * width), row * width);
  });
  if (data.learned.kind === 'classes') return answers;
  const values = valuesOf(data.learned, rowsAt(data, places));
  return answers.map((off, row) => off + (values[row] ?? 0));
}

function targetAt(data: LearnedRows, places: Uint32Array): Target {
  const { learned } = data;
  const rows = rowsAt(data, places);
  return learned.kind === 'classes'
    ? { kind: 'classes', codes: codesOf(learned, rows), classCount: learned.labels.length }
    : { kind: 'quantity', values: valuesOf(learned, rows) };
}

function rowsAt({ train }: LearnedRows, places: Uint32Array): Uint32Array {
  return places.map((place) => train[place] ?? 0);
}
