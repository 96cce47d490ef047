import { countUp, f64, f64x2, increase, set, when } from '../../wasm/instructions.js';
import { wasmFunction } from '../../wasm/wasm-function.js';
import { radix } from '../gradient-packing.js';
import { scanField } from '../number-scan.js';

/**
 * Scans a numeric feature of two leaves at once, each in a lane: `scanNumbers` of `number-scan.ts`.
 */
export const scanFunction = wasmFunction(
  {
    /** The feature's bins of either leaf. */
    one: 'i32',
    other: 'i32',
    oneEnd: 'i32',
    /** Fields of the scan. */
    scan: 'i32',
  },
  {
    first: 'v128',
    second: 'v128',
    least: 'v128',
    most: 'v128',
    ridge: 'v128',
    highest: 'v128',
    highestPart: 'v128',
    found: 'v128',
    foundSum: 'v128',
    left: 'v128',
    leftFirst: 'v128',
    leftSecond: 'v128',
    rightFirst: 'v128',
    leftPart: 'v128',
    rightPart: 'v128',
    score: 'v128',
    part: 'v128',
    better: 'v128',
    bin: 'f64',
  },
  ({ one, other, oneEnd, scan, ...own }) => {
    const { first, second, least, most, ridge, highest, highestPart, found, foundSum } = own;
    const { left, leftFirst, leftSecond, rightFirst, leftPart, rightPart, score, part } = own;
    const { better, bin } = own;
    const read = (field: keyof typeof scanField) => f64x2.load(scan, scanField[field] * 8);
    const constant = (number: number) => f64x2.splat(f64.const(number));
    return {
      does: [
        set(first, read('first')),
        set(second, read('second')),
        set(least, read('least')),
        set(most, read('most')),
        set(ridge, read('ridge')),
        set(highest, read('highest')),
        set(highestPart, read('highestPart')),
        set(found, read('found')),
        set(foundSum, read('foundSum')),
        set(left, read('before')),
        countUp(one, oneEnd, 8, [
          set(left, f64x2.add(left, f64x2.loadPair(one, other))),
          set(leftFirst, f64x2.floor(f64x2.mul(left, constant(1 / radix)))),
          set(leftSecond, f64x2.sub(left, f64x2.mul(leftFirst, constant(radix)))),
          set(rightFirst, f64x2.sub(first, leftFirst)),
          set(leftPart, f64x2.add(leftSecond, ridge)),
          set(rightPart, f64x2.add(f64x2.sub(second, leftSecond), ridge)),
          set(
            score,
            f64x2.add(
              f64x2.mul(f64x2.mul(leftFirst, leftFirst), rightPart),
              f64x2.mul(f64x2.mul(rightFirst, rightFirst), leftPart),
            ),
          ),
          set(part, f64x2.mul(leftPart, rightPart)),
          set(
            better,
            f64x2.and(
              f64x2.greater(f64x2.mul(score, highestPart), f64x2.mul(highest, part)),
              f64x2.and(f64x2.atLeast(leftSecond, least), f64x2.atMost(leftSecond, most)),
            ),
          ),
          // Seldom true: to foresee that costs less than to choose each time.
          when(f64x2.some(better), [
            set(highest, f64x2.choose(score, highest, better)),
            set(highestPart, f64x2.choose(part, highestPart, better)),
            set(found, f64x2.choose(f64x2.splat(bin), found, better)),
            set(foundSum, f64x2.choose(left, foundSum, better)),
          ]),
          set(bin, f64.add(bin, f64.const(1))),
          increase(other, 8),
        ]),
        f64x2.store(scan, highest, scanField.highest * 8),
        f64x2.store(scan, highestPart, scanField.highestPart * 8),
        f64x2.store(scan, found, scanField.found * 8),
        f64x2.store(scan, foundSum, scanField.foundSum * 8),
      ],
    };
  },
);
