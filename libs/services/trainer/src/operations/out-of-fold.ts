import type { Trainer } from '../dependencies.js';
import type { Execution } from './execute-training-run.js';
import { readObject } from './read-frame-bytes.js';
import { experimentOf } from './registry-runs.js';

/** Where the answers of a candidate to rows it had not learned from lie: an ensemble is made of them. */
function keyOf({ run }: Execution, name: string): string {
  return `artifacts/${experimentOf(run)}/${run.id}/out-of-fold/${name}.f32`;
}

export async function storeOutOfFold(
  { objects }: Pick<Trainer, 'objects'>,
  execution: Execution,
  name: string,
  answers: Float32Array,
): Promise<void> {
  const { buffer, byteOffset, byteLength } = answers;
  await objects.put(keyOf(execution, name), new Uint8Array(buffer, byteOffset, byteLength));
}

export async function readOutOfFold(
  { objects }: Pick<Trainer, 'objects'>,
  execution: Execution,
  name: string,
): Promise<Float32Array> {
  const bytes = await readObject(objects, keyOf(execution, name), execution.held.signal);
  return new Float32Array(bytes.slice().buffer);
}
