import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainKernels, type BoostingKernels } from '../boosting-kernels.js';
import { radix } from '../gradient-packing.js';
import { binCount, packedRows, packRows, strideOf } from '../leaf-histogram.js';
import { logisticTable } from '../logistic-table.js';
import { scanField, scanFields } from '../number-scan.js';
import { bytes, ints, layTogether, numbers } from '../shared-layout.js';
import { compiledKernels } from './compiled-kernels.js';

const mostColumns = 37;
const mostRows = 200;

/** Arrays to work on in one memory, and the compiled kernels over it. */
function workplace() {
  const laid = layTogether({
    bins: bytes(mostColumns * mostRows),
    packed: ints(mostRows * strideOf(mostColumns)),
    order: ints(mostRows),
    spare: ints(2 * mostRows),
    sides: bytes(binCount),
    derivatives: numbers(mostRows),
    raw: numbers(3 * mostRows),
    targets: numbers(mostRows),
    weights: numbers(mostRows),
    one: numbers(mostColumns * binCount),
    other: numbers(mostColumns * binCount),
    scan: numbers(scanFields),
    logisticTable: numbers(logisticTable.length),
  });
  if (!laid) throw new TypeError('There is no shared memory here.');
  laid.arrays.logisticTable.set(logisticTable);
  return { ...laid.arrays, kernels: compiledKernels(laid.memory, laid.arrays.logisticTable) };
}
type Workplace = ReturnType<typeof workplace>;

const place = workplace();

/** What either kind of kernels makes of the same work. */
function byBoth<R>(work: (kernels: BoostingKernels, place: Workplace) => R): [R, R] {
  return [work(place.kernels, place), work(plainKernels, place)];
}

const rowCount = fc.integer({ min: 1, max: mostRows });
const byte = fc.integer({ min: 0, max: 255 });
const derivative = fc
  .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 }))
  .map(([first, second]) => first * radix + second);
const listOf = <T>(each: fc.Arbitrary<T>, length: number) =>
  fc.array(each, { minLength: length, maxLength: length, size: 'max' });
const anyPart = fc
  .tuple(rowCount, rowCount)
  .map(([one, other]) => [Math.min(one, other) - 1, Math.max(one, other)] as const);
const shuffled = fc.shuffledSubarray(
  Array.from({ length: mostRows }, (_, row) => row),
  { minLength: mostRows },
);

describe('compiled kernels do as the plain ones, to the bit', () => {
  it('when they add rows to the histograms of any number of features', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: mostColumns }),
        fc.infiniteStream(byte),
        listOf(derivative, mostRows),
        shuffled,
        anyPart,
        (columns, stream, derivatives, order, [from, to]) => {
          place.bins.set([...stream.take(mostColumns * mostRows)]);
          place.order.set(order);
          place.derivatives.set(derivatives);
          place.packed.fill(0);
          const table = {
            rows: mostRows,
            columns,
            bins: place.bins,
            bounds: new Float64Array(0),
            counts: new Int32Array(columns),
            categorical: new Uint8Array(columns),
          };
          const features = Int32Array.from({ length: columns }, (_, feature) => feature);
          const packed = packedRows(place.packed, mostRows, columns);
          packRows(table, features, packed);
          const [compiled, plain] = byBoth((kernels, { one }) => {
            one.fill(1);
            kernels.clearHistogram(one);
            kernels.addRows(one, packed, place.order, from, to, place.derivatives);
            return one.slice();
          });
          expect(compiled).toEqual(plain);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('when they take a histogram from another', () => {
    fc.assert(
      fc.property(listOf(derivative, binCount), listOf(derivative, binCount), (from, part) => {
        const [compiled, plain] = byBoth((kernels, { one, other }) => {
          one.set(from);
          other.set(part);
          kernels.subtractHistogram(one.subarray(0, binCount), other.subarray(0, binCount));
          return one.slice(0, binCount);
        });
        expect(compiled).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });

  const bin = fc.oneof(fc.constant(0), derivative);
  it('when they scan a feature of two leaves', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 255 }),
        listOf(bin, binCount),
        listOf(bin, binCount),
        fc.constantFrom(0, 3.5),
        fc.double({ min: 0.5, max: 20_000, noNaN: true }),
        bin,
        (count, one, other, ridge, least, before) => {
          const [compiled, plain] = byBoth((kernels, { scan, ...arrays }) => {
            arrays.one.set(one, binCount);
            arrays.other.set(other, binCount);
            [one, other].forEach((bins, lane) => {
              const sum = bins.slice(0, count).reduce((total, each) => total + each, before);
              const first = Math.floor(sum / radix);
              const second = sum - first * radix;
              scan[scanField.first + lane] = first;
              scan[scanField.second + lane] = second;
              scan[scanField.least + lane] = least;
              scan[scanField.most + lane] = second - least;
              scan[scanField.ridge + lane] = ridge;
              scan[scanField.before + lane] = before;
              scan[scanField.highest + lane] = (first * first) / (second + ridge);
              scan[scanField.highestPart + lane] = 1;
              scan[scanField.found + lane] = -1;
              scan[scanField.foundSum + lane] = 0;
            });
            kernels.scanNumbers([arrays.one, arrays.other], binCount, count, scan);
            return scan.slice();
          });
          expect(compiled).toEqual(plain);
        },
      ),
    );
  });

  it('when they divide rows and bring them back', () => {
    fc.assert(
      fc.property(
        listOf(byte, mostRows),
        listOf(fc.integer({ min: 0, max: 1 }), binCount),
        shuffled,
        anyPart,
        (column, sides, rows, [from, to]) => {
          const [compiled, plain] = byBoth((kernels, { bins, order, spare, ...arrays }) => {
            bins.set(column, mostRows);
            arrays.sides.set(sides);
            order.set(rows);
            const left = kernels.divideRows(bins, mostRows, arrays.sides, order, spare, from, to);
            kernels.copyRows(spare, from, order, from, left);
            kernels.copyRows(spare, mostRows + from, order, from + left, to - from - left);
            return { left, order: order.slice() };
          });
          expect(compiled).toEqual(plain);
          const goesLeft = (row: number) => sides[column[row] ?? 0] === 1;
          const part = rows.slice(from, to);
          expect([...compiled.order.subarray(from, to)]).toEqual([
            ...part.filter(goesLeft),
            ...part.filter((row) => !goesLeft(row)),
          ]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([true, false])('when they derive the log loss, dithered: %s', (dithered) => {
    fc.assert(
      fc.property(
        listOf(fc.double({ min: -40, max: 40, noNaN: true }), mostRows),
        listOf(fc.integer({ min: 0, max: 1 }), mostRows),
        listOf(fc.double({ min: 0, max: 3, noNaN: true }), mostRows),
        anyPart,
        (raw, targets, weights, [from, to]) => {
          const [compiled, plain] = byBoth((kernels, arrays) => {
            arrays.raw.set(raw);
            arrays.targets.set(targets);
            arrays.weights.set(weights);
            arrays.derivatives.fill(0);
            const rows = { ...arrays, outputs: 1, from, to };
            kernels.deriveLogLoss(rows, { firstScale: 279, secondScale: 1116, dithered });
            return arrays.derivatives.slice();
          });
          expect(compiled).toEqual(plain);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('when they add the value of a leaf to one of several outputs', () => {
    fc.assert(
      fc.property(shuffled, anyPart, fc.double({ noNaN: true }), (rows, [from, to], value) => {
        const [compiled, plain] = byBoth((kernels, { raw, order }) => {
          raw.fill(0.5);
          order.set(rows);
          kernels.addTo(raw, 3, 2, order, from, to, value);
          return raw.slice();
        });
        expect(compiled).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });
});
