import { answersPerRow, type LearnedTarget } from '../target/learned-target.js';
import { valuesOf } from './evaluate-answers.js';
import type { TrainingData } from './training-data.js';

/**
 * What each training row was answered by the fold that had not learned from it, in places: training rows x classes,
 * row-major, probabilities; or for quantities how far off each answer was, answer less value: small numbers keep their
 * digits in four bytes, however large the quantities are.
 */
export type OutOfFold = Float32Array;

/** Where a row's answers lie: its place among the training rows. */
export type PlacesOf = (rows: Uint32Array) => Uint32Array;

export function placesAmong({ train }: Pick<TrainingData, 'train'>): PlacesOf {
  // Ascending: the last is the greatest.
  const placeOf = new Uint32Array((train.at(-1) ?? -1) + 1);
  train.forEach((row, place) => (placeOf[row] = place));
  return (rows) => rows.map((row) => placeOf[row] ?? 0);
}

/** Writes the answers to some rows where they belong. */
export function keepAnswers(
  outOfFold: OutOfFold,
  learned: LearnedTarget,
  { rows, places }: { readonly rows: Uint32Array; readonly places: Uint32Array },
  answers: Float64Array,
): void {
  const width = answersPerRow(learned);
  const actual = learned.kind === 'quantities' ? valuesOf(learned, rows) : undefined;
  for (let index = 0; index < places.length; index++) {
    const from = index * width;
    const to = (places[index] ?? 0) * width;
    for (let answer = 0; answer < width; answer++) {
      outOfFold[to + answer] = (answers[from + answer] ?? 0) - (actual?.[index] ?? 0);
    }
  }
}
