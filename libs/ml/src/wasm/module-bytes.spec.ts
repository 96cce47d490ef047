import { describe, expect, it } from 'vitest';
import { countUp, f64, f64x2, i32, increase, memory, set, when } from './instructions.js';
import { moduleBytes } from './module-bytes.js';
import { wasmFunction, type WasmFunction } from './wasm-function.js';
import { wasmExports, wasmMemory, wasmModule } from './web-assembly.js';

function callable(functions: Readonly<Record<string, WasmFunction>>) {
  const place = wasmMemory(1);
  if (!place) throw new TypeError('There is no shared memory here.');
  return {
    numbers: new Float64Array(place.buffer),
    functions: wasmExports(wasmModule(moduleBytes(functions)), place),
  };
}

describe('a module', () => {
  it('exports each function under its name', () => {
    const { functions } = callable({
      double: wasmFunction({ number: 'f64' }, {}, ({ number }) => ({
        does: [],
        returns: f64.add(number, number),
      })),
      negate: wasmFunction({ number: 'i32' }, {}, ({ number }) => ({
        does: [],
        returns: i32.sub(i32.const(0), number),
      })),
    });
    expect(functions['double']?.(1.25)).toBe(2.5);
    expect(functions['negate']?.(70_000)).toBe(-70_000);
  });

  it('sums numbers of the memory in a loop, none when there are none', () => {
    const { numbers, functions } = callable({
      sum: wasmFunction({ from: 'i32', to: 'i32' }, { total: 'f64' }, ({ from, to, total }) => ({
        does: [countUp(from, to, 8, [set(total, f64.add(total, f64.load(from)))])],
        returns: total,
      })),
    });
    numbers.set([1, 2, 3.5, 100]);
    expect(functions['sum']?.(0, 24)).toBe(6.5);
    expect(functions['sum']?.(24, 24)).toBe(0);
  });

  it('works on two numbers at once, each by its own condition', () => {
    const { numbers, functions } = callable({
      larger: wasmFunction({ one: 'i32', other: 'i32' }, {}, ({ one, other }) => {
        const [a, b] = [f64x2.load(one), f64x2.load(other)];
        return { does: [f64x2.store(one, f64x2.choose(a, b, f64x2.greater(a, b)), 32)] };
      }),
    });
    numbers.set([1, 9, 5, 5]);
    functions['larger']?.(0, 16);
    expect([...numbers.subarray(4, 6)]).toEqual([5, 9]);
  });

  it('reads a pair from two addresses, the first into the first lane', () => {
    const { numbers, functions } = callable({
      pair: wasmFunction({ one: 'i32', other: 'i32' }, {}, ({ one, other }) => ({
        does: [f64x2.store(i32.const(64), f64x2.loadPair(one, other))],
      })),
    });
    numbers.set([1, 2, 3, 4]);
    functions['pair']?.(24, 8);
    expect([...numbers.subarray(8, 10)]).toEqual([4, 2]);
  });

  it('acts on a condition, copies and fills', () => {
    const { numbers, functions } = callable({
      move: wasmFunction({ times: 'i32' }, {}, ({ times }) => ({
        does: [
          when(i32.equal(times, i32.const(1)), [
            memory.copy(i32.const(16), i32.const(0), i32.const(8)),
            memory.fill(i32.const(0), i32.const(0), i32.const(8)),
          ]),
          increase(times, 1),
        ],
        returns: times,
      })),
    });
    numbers.set([7, 8, 9]);
    expect(functions['move']?.(0)).toBe(1);
    expect([...numbers.subarray(0, 3)]).toEqual([7, 8, 9]);
    expect(functions['move']?.(1)).toBe(2);
    expect([...numbers.subarray(0, 3)]).toEqual([0, 8, 7]);
  });
});

describe('shared memory', () => {
  it('is not to be had above 4 GiB', () => {
    expect(wasmMemory(2 ** 32 + 1)).toBeUndefined();
  });
});
