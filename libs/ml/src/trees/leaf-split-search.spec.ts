import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingBin } from './binned-table.js';
import { plainKernels } from './boosting-kernels.js';
import { bestFields } from './boosting-words.js';
import { radix } from './gradient-packing.js';
import { binCount, sumOfFeature } from './leaf-histogram.js';
import { LeafSplitSearch, type LeafToSplit } from './leaf-split-search.js';
import { scanFields } from './number-scan.js';

const usedBins = 12;

/** Two numeric features and one of categories. */
const table = {
  rows: 0,
  columns: 3,
  bins: new Uint8Array(0),
  bounds: new Float64Array(0),
  counts: Int32Array.of(usedBins, usedBins, usedBins),
  categorical: Uint8Array.of(0, 0, 1),
};
const search = new LeafSplitSearch(
  table,
  Int32Array.of(0, 1, 2),
  Uint8Array.of(1, 1, 1),
  plainKernels,
  new Float64Array(scanFields),
);

/** A leaf of these rows, each of a derivative and a bin for each feature. */
function leafOf(rows: readonly (readonly [number, readonly number[]])[]): LeafToSplit {
  const histogram = new Float64Array(3 * binCount);
  for (const [derivative, bins] of rows) {
    bins.forEach((bin, feature) => {
      const at = feature * binCount + bin;
      histogram[at] = (histogram[at] ?? 0) + derivative;
    });
  }
  return {
    histogram,
    sums: {
      sum: sumOfFeature(histogram, 0),
      rows: rows.length,
      firstScale: 333,
      secondScale: 1234,
      l2: 0.1,
      minLeafRows: 1,
    },
    best: new Float64Array(bestFields),
    set: new Uint8Array(binCount),
  };
}

const derivative = fc
  .tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: 1, max: 300 }))
  .map(([first, second]) => first * radix + second);
const value = fc.integer({ min: 0, max: usedBins - 1 });
const gap = fc.constant(missingBin);
const rowsWith = (bin: fc.Arbitrary<number>) =>
  fc.array(fc.tuple(derivative, fc.tuple(bin, value, bin)), { minLength: 2, maxLength: 60 });
const anyRows = fc.oneof(rowsWith(value), rowsWith(fc.oneof(value, gap)));

describe('the search for splits', () => {
  it('finds for two leaves side by side what it finds for each alone', () => {
    fc.assert(
      fc.property(anyRows, anyRows, (one, other) => {
        const pair = [leafOf(one), leafOf(other)] as const;
        search.search(...pair);
        for (const [index, rows] of [one, other].entries()) {
          const alone = leafOf(rows);
          search.search(alone, alone);
          expect(pair[index]).toEqual(alone);
        }
      }),
      { numRuns: 400 },
    );
  });
});
