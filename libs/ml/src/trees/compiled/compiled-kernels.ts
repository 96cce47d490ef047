import {
  wasmExports,
  wasmModule,
  type WasmExports,
  type WasmMemory,
  type WasmModule,
} from '../../wasm/web-assembly.js';
import type { BoostingKernels } from '../boosting-kernels.js';
import { binCount } from '../leaf-histogram.js';
import { adderName, boostingModuleBytes } from './boosting-module.js';
import { mostAddedTogether } from './histogram-functions.js';

let compiled: WasmModule | undefined;

/**
 * Kernels in WebAssembly: the same results as the plain ones, to the bit.
 * @param memory where every array lies that they are given
 * @param logisticTable that of `logistic-table.ts`, there
 */
export function compiledKernels(memory: WasmMemory, logisticTable: Float64Array): BoostingKernels {
  compiled ??= wasmModule(boostingModuleBytes());
  const functions = wasmExports(compiled, memory);
  const adders = Array.from({ length: mostAddedTogether + 1 }, (_, features) =>
    features === 0 ? doNothing : functionOf(functions, adderName(features)),
  );
  const subtract = functionOf(functions, 'subtract');
  const scan = functionOf(functions, 'scan');
  const divide = functionOf(functions, 'divide');
  const copy = functionOf(functions, 'copy');
  const clear = functionOf(functions, 'clear');
  const derive = functionOf(functions, 'deriveLogLoss');
  const add = functionOf(functions, 'addTo');
  return {
    clearHistogram: (histogram) => {
      clear(histogram.byteOffset, histogram.byteLength);
    },
    addRows: (histogram, { words, width, stride }, order, start, end, derivatives) => {
      const from = order.byteOffset + start * 4;
      const to = order.byteOffset + end * 4;
      for (let first = 0; first < width; first += mostAddedTogether) {
        const adder = adders[Math.min(mostAddedTogether, width - first)] ?? doNothing;
        adder(
          histogram.byteOffset + first * binCount * 8,
          words.byteOffset + first,
          stride * 4,
          from,
          to,
          derivatives.byteOffset,
        );
      }
    },
    subtractHistogram: (from, part) => {
      subtract(from.byteOffset, from.byteOffset + from.byteLength, part.byteOffset);
    },
    scanNumbers: ([one, other], start, count, fields) => {
      const from = one.byteOffset + start * 8;
      scan(from, other.byteOffset + start * 8, from + count * 8, fields.byteOffset);
    },
    divideRows: (bins, column, sides, order, spare, from, to) => {
      const left = spare.byteOffset + from * 4;
      const bytes = divide(
        bins.byteOffset + column,
        sides.byteOffset,
        order.byteOffset + from * 4,
        order.byteOffset + to * 4,
        left,
        left + spare.byteLength / 2,
      );
      return bytes >>> 2;
    },
    copyRows: (from, start, to, target, count) => {
      copy(to.byteOffset + target * 4, from.byteOffset + start * 4, count * 4);
    },
    deriveLogLoss: ({ raw, targets, weights, derivatives, from, to }, scales) => {
      derive(
        raw.byteOffset + from * 8,
        raw.byteOffset + to * 8,
        targets.byteOffset + from * 8,
        weights.byteOffset + from * 8,
        derivatives.byteOffset + from * 8,
        from,
        logisticTable.byteOffset,
        scales.firstScale,
        scales.secondScale,
        scales.dithered ? 1 : 0,
      );
    },
    addTo: (raw, outputs, output, order, start, end, value) => {
      const from = order.byteOffset + start * 4;
      add(raw.byteOffset + output * 8, outputs * 8, from, from + (end - start) * 4, value);
    },
  };
}

function functionOf(functions: WasmExports, name: string): (...numbers: number[]) => number {
  const found = functions[name];
  if (!found) throw new TypeError(`The module has no function "${name}".`);
  return found;
}

function doNothing(): number {
  return 0;
}
