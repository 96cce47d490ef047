import type { Frame } from '@millrace/frame';
import { createRandom } from '../random/random.js';

/** A table with everything in it: numbers, categories and booleans, gaps, a column of one value, and an identifier. */
export function mixedTable(rows = 120, seed = 1): Frame {
  const random = createRandom(seed);
  const draw = <Value>(make: () => Value) => Array.from({ length: rows }, make);
  const x = Float64Array.from(draw(() => random.next() * 10));
  const colour = Int32Array.from(draw(() => random.integer(3)));
  const fresh = Int32Array.from(draw(() => random.integer(2)));
  const label = Int32Array.from(x, (value, row) =>
    value + (colour[row] === 2 ? 4 : 0) > 7 ? 1 : 0,
  );
  for (let row = 0; row < rows; row += 11) {
    x[row] = Number.NaN;
    colour[(row + 5) % rows] = -1;
  }
  x[3] = Number.POSITIVE_INFINITY;
  return {
    rowCount: rows,
    columns: [
      { kind: 'numeric', name: 'x', type: 'number', values: x },
      {
        kind: 'categorical',
        name: 'colour',
        type: 'string',
        codes: colour,
        categories: ['red', 'green', 'blue'],
      },
      {
        kind: 'categorical',
        name: 'fresh',
        type: 'boolean',
        codes: fresh,
        categories: ['true', 'false'],
      },
      { kind: 'numeric', name: 'one', type: 'integer', values: new Float64Array(rows).fill(1) },
      {
        kind: 'numeric',
        name: 'none',
        type: 'number',
        values: new Float64Array(rows).fill(Number.NaN),
      },
      {
        kind: 'categorical',
        name: 'id',
        type: 'string',
        codes: Int32Array.from({ length: rows }, (_, row) => row),
        categories: Array.from({ length: rows }, (_, row) => `id-${row}`),
      },
      {
        kind: 'categorical',
        name: 'label',
        type: 'string',
        codes: label,
        categories: ['low', 'high'],
      },
    ],
  };
}

/** The same table with a number to learn beside the others, `price`, that its columns and chance add to. */
export function mixedQuantities(rows = 200, seed = 1): Frame {
  const { columns } = mixedTable(rows, seed);
  const random = createRandom(seed + 1);
  const [x, colour] = columns;
  const price = Float64Array.from({ length: rows }, (_, row) => {
    const size = x?.kind === 'numeric' ? (x.values[row] ?? 0) : 0;
    const blue = colour?.kind === 'categorical' && colour.codes[row] === 2 ? 5 : 0;
    return 1e6 + (Number.isFinite(size) ? size : 3) + blue + 0.5 * random.next();
  });
  price[5] = Number.NaN;
  const kept = columns.filter(({ name }) => name !== 'label');
  return {
    rowCount: rows,
    columns: [...kept, { kind: 'numeric', name: 'price', type: 'number', values: price }],
  };
}
