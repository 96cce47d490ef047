import { widthOf } from '../design/design.js';
import { fitFeatures } from '../features/fit-features.js';
import { learnerOf } from '../learners/catalogue.js';
import type { LearningCurvePoint } from '../metrics/evaluation-details.js';
import type { Crew } from '../parallel/crew.js';
import { createRandom } from '../random/random.js';
import { rowsByClass } from '../split/rows-by-class.js';
import { answersPerRow, type LearnedTarget } from '../target/learned-target.js';
import type { RefitMember } from './candidate-task.js';
import { evaluateAnswers } from './evaluate-answers.js';
import { fitMembers, type Composition } from './fit-members.js';
import { answerRows } from './fit-pipeline.js';
import type { TrainingData } from './training-data.js';

const shares = [0.1, 0.25, 0.45, 0.7, 1];
const folds = 5;
const budgetSeconds = 2;
/** Of fewer rows chance alone would speak. */
const fewestRows = 10;
/** One point is no curve. */
const fewestPoints = 2;

/**
 * How a candidate does with fewer rows to learn from: fitted to five growing parts of a fold's training rows, each class in
 * its share, and scored on the fold's other rows; the holdout is not looked at. Sizes that are expected to take longer than
 * a few seconds in all are left out.
 * @returns by ascending size; empty where there would not be two points
 */
export function learningCurve(
  data: TrainingData,
  composition: Composition,
  crew: Crew,
): LearningCurvePoint[] {
  if (data.train.length < 2 * folds) return [];
  const [fold] = data.folds(folds);
  if (!fold) return [];
  const sizeOf = (share: number) => Math.round(fold.train.length * share);
  const wanted = shares.map(sizeOf).filter((size) => size >= fewestRows);
  const sizes = affordable(wanted, (rows) => expectedSeconds(data, composition.members, rows));
  if (sizes.length < fewestPoints) return [];
  const width = answersPerRow(data.learned);
  return sizes.map((size) => {
    const rows = partOf(data, fold.train, size / fold.train.length);
    const pipeline = fitMembers({ ...data, rows, ...composition, crew });
    const metricsOn = (some: Uint32Array) =>
      evaluateAnswers(data.learned, some, answerRows(pipeline, data.frame, some, width)).metrics;
    return {
      rows: rows.length,
      validation: metricsOn(fold.validation),
      training: metricsOn(rows),
    };
  });
}

/** Sizes from the smallest on, while the sum of what they take is within the budget. */
function affordable(sizes: readonly number[], secondsOf: (rows: number) => number): number[] {
  let seconds = 0;
  return sizes.filter((size) => {
    seconds += secondsOf(size);
    return seconds <= budgetSeconds;
  });
}

function expectedSeconds(
  { frame, apart, learned, train }: TrainingData,
  members: readonly RefitMember[],
  rows: number,
): number {
  const features = fitFeatures(frame, train, { apart });
  const size = {
    rows,
    features: features.length,
    width: widthOf(features),
    outputs: answersPerRow(learned),
  };
  return members.reduce((sum, { algorithm, parameters }) => {
    const { defaults, estimateSeconds } = learnerOf(algorithm);
    return sum + estimateSeconds(size, { ...defaults, ...parameters });
  }, 0);
}

/** A share of the rows, of each class one at least; a greater share has all the rows of a smaller one. */
function partOf({ learned, seed }: TrainingData, rows: Uint32Array, share: number): Uint32Array {
  const random = createRandom(seed);
  const part = groupsOf(learned, rows).flatMap((group) => {
    const shuffled = group.slice();
    random.shuffle(shuffled);
    return [...shuffled.subarray(0, Math.max(1, Math.round(group.length * share)))];
  });
  return Uint32Array.from(part).sort();
}

function groupsOf(learned: LearnedTarget, rows: Uint32Array): Uint32Array[] {
  if (learned.kind === 'quantities') return [rows];
  return rowsByClass(learned.codes, rows).filter((group) => group.length > 0);
}
