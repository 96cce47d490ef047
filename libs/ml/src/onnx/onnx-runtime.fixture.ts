import { columnByName, type Column, type Frame } from '@millrace/frame';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Feature } from '../features/feature-table.js';
import { onnxInputType } from './export-inputs.js';

/**
 * Runs a model in ONNX Runtime over a frame's rows, its columns passed as a client would.
 * @returns one value a row, by the name of the output
 */
export async function runOnnx(
  model: Uint8Array,
  features: readonly Feature[],
  frame: Frame,
): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  try {
    const feeds = Object.fromEntries(
      features.map((feature) => [feature.name, tensorOf(feature, frame, features.length === 1)]),
    );
    const results = await session.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, { data }]) => [name, Array.from(data as Float64Array)]),
    );
  } finally {
    await session.release();
  }
}

function tensorOf(feature: Feature, frame: Frame, lone: boolean): Tensor {
  const column = columnByName(frame, feature.name);
  if (!column) throw new RangeError(`There is no column ${feature.name}.`);
  const dims = lone ? [frame.rowCount, 1] : [frame.rowCount];
  switch (onnxInputType(feature)) {
    case 'double':
      return new Tensor('float64', numbersOf(column), dims);
    case 'int64':
      return new Tensor('int64', BigInt64Array.from(numbersOf(column), BigInt), dims);
    case 'bool':
      return new Tensor(
        'bool',
        textsOf(column).map((text) => text === 'true'),
        dims,
      );
    default:
      return new Tensor('string', textsOf(column), dims);
  }
}

function numbersOf(column: Column): Float64Array {
  if (column.kind === 'numeric') return column.values;
  throw new TypeError(`${column.name} holds no numbers.`);
}

function textsOf(column: Column): string[] {
  if (column.kind !== 'categorical') throw new TypeError(`${column.name} holds no categories.`);
  return Array.from(column.codes, (code) => column.categories[code] ?? '');
}
