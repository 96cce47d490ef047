import type { FeatureTable } from '../features/feature-table.js';
import { scorerOf } from '../scorers/create-scorer.js';
import { outputsOf, type ModelImage } from './model.js';

/** Some rows for a model to answer on another thread, which shares the memory of all of it. */
export interface ScoringTask {
  readonly image: ModelImage;
  readonly table: FeatureTable;
  /** rows x outputs: filled by the task. */
  readonly answers: Float64Array;
}

/** Rows to be answered in parts, in memory that threads share. */
export interface SharedBatch {
  /** The part of some rows. */
  part(first: number, rows: number): ScoringTask;
  /** A copy of the answers, rows x outputs, once every part has been run. */
  answers(): Float64Array;
}

/** Copies the table once, unless threads share its memory already. */
export function sharedBatch(image: ModelImage, table: FeatureTable): SharedBatch {
  const { columns } = table;
  const outputs = outputsOf(image);
  const values = sharedValues(table.values);
  const answers = new Float64Array(new SharedArrayBuffer(table.rows * outputs * 8));
  return {
    part: (first, rows) => ({
      image,
      table: { rows, columns, values: values.subarray(first * columns, (first + rows) * columns) },
      answers: answers.subarray(first * outputs, (first + rows) * outputs),
    }),
    answers: () => answers.slice(),
  };
}

function sharedValues(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

export function runScoringTask({ image, table, answers }: ScoringTask): void {
  const { features } = image;
  answers.set(scorerOf(image.scorer, { features, outputs: outputsOf(image) })(table));
}
