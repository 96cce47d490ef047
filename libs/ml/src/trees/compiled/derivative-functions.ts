import {
  countUp,
  f64,
  i32,
  increase,
  set,
  type Value,
  type Variable,
} from '../../wasm/instructions.js';
import { wasmFunction } from '../../wasm/wasm-function.js';
import { radix, turn } from '../gradient-packing.js';
import { cellsPerUnit, reach } from '../logistic-table.js';

type Numbers = Value<'f64'>;

/**
 * Derivatives of the log loss: `deriveLogLoss` of `loss-derivatives.ts`.
 */
export const deriveLogLossFunction = wasmFunction(
  {
    raw: 'i32',
    rawEnd: 'i32',
    targets: 'i32',
    weights: 'i32',
    derivatives: 'i32',
    /** The number of the first row. */
    row: 'i32',
    /** The logistic function's table. */
    table: 'i32',
    firstScale: 'f64',
    secondScale: 'f64',
    /** How much of what is rounded off is dealt out: 1 for all, 0 for none. */
    dithered: 'f64',
  },
  {
    cell: 'i32',
    place: 'f64',
    below: 'f64',
    share: 'f64',
    weight: 'f64',
    offset: 'f64',
  },
  ({ raw, rawEnd, targets, weights, derivatives, row, table, ...own }) => {
    const { cell, place, below, share, weight, offset } = own;
    const { firstScale, secondScale, dithered } = own;
    const clamped = f64.max(f64.const(-reach), f64.min(f64.const(reach), f64.load(raw)));
    const first = f64.mul(f64.sub(share, f64.load(targets)), weight);
    const second = f64.mul(f64.mul(share, f64.sub(f64.const(1), share)), weight);
    return {
      does: [
        countUp(raw, rawEnd, 8, [
          set(place, f64.mul(f64.add(clamped, f64.const(reach)), f64.const(cellsPerUnit))),
          set(cell, i32.truncate(place)),
          set(place, f64.sub(place, f64.ofInt(cell))),
          set(cell, i32.add(table, i32.shl(cell, i32.const(3)))),
          set(below, f64.load(cell)),
          set(share, f64.add(below, f64.mul(place, f64.sub(f64.load(cell, 8), below)))),
          set(weight, f64.load(weights)),
          ...setOffset(offset, row, dithered),
          f64.store(
            derivatives,
            packed(
              rounded(first, firstScale, offset),
              f64.max(f64.const(1), rounded(second, secondScale, offset)),
            ),
          ),
          increase(targets, 8),
          increase(weights, 8),
          increase(derivatives, 8),
          increase(row, 1),
        ]),
      ],
    };
  },
);

/** `offsetOf` of `gradient-packing.ts`, or a half. */
function setOffset(offset: Variable<'f64'>, row: Variable<'i32'>, dithered: Numbers) {
  const half = f64.mul(f64.const(0.5), f64.sub(f64.const(1), dithered));
  return [
    set(offset, f64.mul(f64.ofWhole(row), f64.const(turn))),
    set(offset, f64.add(half, f64.mul(dithered, f64.sub(offset, f64.floor(offset))))),
  ];
}

function rounded(derivative: Numbers, scale: Numbers, offset: Numbers): Numbers {
  return f64.floor(f64.add(f64.mul(derivative, scale), offset));
}

function packed(first: Numbers, second: Numbers): Numbers {
  return f64.add(f64.mul(first, f64.const(radix)), second);
}

/** Adds a leaf's value to the raw scores of its rows: `addTo` of `boosted-rows.ts`. */
export const addToFunction = wasmFunction(
  { raw: 'i32', rowBytes: 'i32', order: 'i32', orderEnd: 'i32', value: 'f64' },
  { at: 'i32' },
  ({ raw, rowBytes, order, orderEnd, value, at }) => ({
    does: [
      countUp(order, orderEnd, 4, [
        set(at, i32.add(raw, i32.mul(i32.load(order), rowBytes))),
        f64.store(at, f64.add(f64.load(at), value)),
      ]),
    ],
  }),
);
