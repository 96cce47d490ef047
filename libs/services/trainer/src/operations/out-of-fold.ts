import type { Trainer } from '../dependencies.js';
import { encodeSparse, joinSparse } from '../domain/sparse-answers.js';
import type { TrainingRunRow } from '../store/training-runs.js';
import type { Execution } from './execution.js';
import { readObject } from './read-frame-bytes.js';
import { experimentOf } from './registry-runs.js';

type Run = Pick<TrainingRunRow, 'id' | 'model'>;

/** Where the answers of candidates to rows they had not learned from lie: an ensemble is made of them. */
const folderOf = (run: Run): string => `artifacts/${experimentOf(run)}/${run.id}/out-of-fold`;
const keyOf = (run: Run, name: string, fold: number): string =>
  `${folderOf(run)}/${name}/${fold}.answers`;

/** @param answers training rows x classes, 0 for the rows of other folds */
export async function storeOutOfFold(
  { objects }: Pick<Trainer, 'objects'>,
  { run }: Execution,
  { name, fold }: { readonly name: string; readonly fold: number },
  answers: Float32Array,
): Promise<void> {
  await objects.put(keyOf(run, name, fold), encodeSparse(answers));
}

/** The answers of a candidate to all training rows. */
export async function readOutOfFold(
  { objects }: Pick<Trainer, 'objects'>,
  { run, held }: Execution,
  { name, folds }: { readonly name: string; readonly folds: readonly number[] },
): Promise<Float32Array> {
  const answers: Uint8Array[] = [];
  for (const fold of folds) {
    answers.push(await readObject(objects, keyOf(run, name, fold), held.signal));
  }
  return joinSparse(answers);
}

/** Removes them: nobody asks for them once the run has ended. */
export async function removeOutOfFold(
  { objects }: Pick<Trainer, 'objects'>,
  run: Run,
): Promise<void> {
  for await (const { key } of objects.list(`${folderOf(run)}/`)) await objects.delete(key);
}
