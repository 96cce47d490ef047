import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingSet } from '@millrace/ml';

export interface BenchData {
  readonly set: TrainingSet;
  /** Rows to check on. */
  readonly test: { readonly values: Float64Array; readonly codes: Int32Array };
}

interface Shape {
  readonly trainRows: number;
  readonly testRows: number;
  readonly columns: number;
  readonly classes: number;
}

/** A set that `make_data.py` wrote. */
export function readBenchData(folder: string, name: string): BenchData {
  const shape = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Shape;
  const x = bytesOf(join(folder, `${name}.x.f64`));
  const y = bytesOf(join(folder, `${name}.y.i32`));
  const values = new Float64Array(x.buffer, x.byteOffset, x.byteLength / 8);
  const codes = new Int32Array(y.buffer, y.byteOffset, y.byteLength / 4);
  const { trainRows, columns, classes } = shape;
  return {
    set: {
      features: Array.from({ length: columns }, (_, index) => ({
        kind: 'numeric',
        name: `x${index}`,
        type: 'number',
        missing: false,
      })),
      table: { rows: trainRows, columns, values: values.subarray(0, trainRows * columns) },
      target: { kind: 'classes', codes: codes.subarray(0, trainRows), classCount: classes },
      weights: new Float64Array(trainRows).fill(1),
    },
    test: { values: values.subarray(trainRows * columns), codes: codes.subarray(trainRows) },
  };
}

/** The bytes of a file, where an array of eight-byte numbers may begin; small files share a buffer with others. */
function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  const bytes = readFileSync(path);
  return bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
}
