import { countUp, f64, f64x2, i32, increase, set } from '../../wasm/instructions.js';
import { wasmFunction, type WasmFunction } from '../../wasm/wasm-function.js';
import { binCount } from '../leaf-histogram.js';

/** So many features are added in one go over the rows. */
export const mostAddedTogether = 16;

const featureBytes = binCount * 8;

/**
 * Adds the derivatives of rows to the bins of `features` features: `addRows` of `leaf-histogram.ts`, written out for just so
 * many, for then a feature's place in the histogram is part of the instruction.
 */
export function addFunction(features: number): WasmFunction {
  return wasmFunction(
    {
      histogram: 'i32',
      /** Bins of the first row's first feature. */
      bins: 'i32',
      rowBytes: 'i32',
      order: 'i32',
      orderEnd: 'i32',
      derivatives: 'i32',
    },
    { row: 'i32', bin: 'i32', word: 'i32', slot: 'i32', derivative: 'f64' },
    ({ histogram, bins, rowBytes, order, orderEnd, derivatives, ...own }) => {
      const { row, bin, word, slot, derivative } = own;
      const addFeature = (feature: number) => {
        const offset = feature * featureBytes;
        // Eight bytes a bin: the byte of the word is moved to three bits above the lowest, not to the lowest.
        const up = 3 - 8 * (feature % 4);
        const moved = up > 0 ? i32.shl(word, i32.const(up)) : i32.shr(word, i32.const(-up));
        return [
          set(slot, i32.add(histogram, i32.and(moved, i32.const(0xff << 3)))),
          f64.store(slot, f64.add(f64.load(slot, offset), derivative), offset),
        ];
      };
      const addWord = (first: number) => [
        set(word, i32.load(bin, first)),
        ...upTo(Math.min(4, features - first)).flatMap((next) => addFeature(first + next)),
      ];
      return {
        does: [
          countUp(order, orderEnd, 4, [
            set(row, i32.load(order)),
            set(derivative, f64.load(i32.add(derivatives, i32.shl(row, i32.const(3))))),
            set(bin, i32.add(bins, i32.mul(row, rowBytes))),
            ...upTo(Math.ceil(features / 4)).flatMap((index) => addWord(index * 4)),
          ]),
        ],
      };
    },
  );
}

/** Takes one histogram from another: `subtractHistogram` of `leaf-histogram.ts`. */
export const subtractFunction = wasmFunction(
  { from: 'i32', fromEnd: 'i32', part: 'i32' },
  {},
  ({ from, fromEnd, part }) => ({
    does: [
      countUp(from, fromEnd, 32, [
        f64x2.store(from, f64x2.sub(f64x2.load(from), f64x2.load(part))),
        f64x2.store(from, f64x2.sub(f64x2.load(from, 16), f64x2.load(part, 16)), 16),
        increase(part, 32),
      ]),
    ],
  }),
);

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
