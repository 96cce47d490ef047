import { countUp, i32, increase, memory, set } from '../../wasm/instructions.js';
import { wasmFunction } from '../../wasm/wasm-function.js';

/** Divides a part of a leaf's rows, and returns the bytes of those that go left: `divideRows` of `divide-rows.ts`. */
export const divideFunction = wasmFunction(
  { bins: 'i32', sides: 'i32', order: 'i32', orderEnd: 'i32', left: 'i32', right: 'i32' },
  { row: 'i32', goesLeft: 'i32', before: 'i32' },
  ({ bins, sides, order, orderEnd, left, right, row, goesLeft, before }) => ({
    does: [
      set(before, left),
      countUp(order, orderEnd, 4, [
        set(row, i32.load(order)),
        i32.store(left, row),
        i32.store(right, row),
        set(
          goesLeft,
          i32.shl(i32.load8(i32.add(sides, i32.load8(i32.add(bins, row)))), i32.const(2)),
        ),
        increase(left, goesLeft),
        increase(right, i32.sub(i32.const(4), goesLeft)),
      ]),
    ],
    returns: i32.sub(left, before),
  }),
);

export const copyFunction = wasmFunction(
  { to: 'i32', from: 'i32', bytes: 'i32' },
  {},
  ({ to, from, bytes }) => ({ does: [memory.copy(to, from, bytes)] }),
);

export const clearFunction = wasmFunction({ at: 'i32', bytes: 'i32' }, {}, ({ at, bytes }) => ({
  does: [memory.fill(at, i32.const(0), bytes)],
}));
