import { controlWords } from '../parallel/shared-work.js';
import type { WasmMemory } from '../wasm/web-assembly.js';
import { bestFields, grownFields, numberCount, wordCount } from './boosting-words.js';
import { binCount, strideOf } from './leaf-histogram.js';
import { logisticTable } from './logistic-table.js';
import { scanFields } from './number-scan.js';
import { bytes, ints, layApart, layTogether, numbers } from './shared-layout.js';

/** Memory that the threads of one fit share. */
export interface BoostingMemory {
  /** Where all of it lies, when kernels in WebAssembly can work in it. */
  readonly wasm: WasmMemory | undefined;
  /** In how many parts work is done. One without `wasm`: histograms are not shared then. */
  readonly parts: number;
  readonly control: Int32Array;
  /** What the leader wants: see `orders`. */
  readonly words: Int32Array;
  /** Sums of packed derivatives of the leaves to look at, and the scales of both derivatives. */
  readonly numbers: Float64Array;
  /** Of each row: its class, or the value itself. */
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  /** columns x rows: those of the binned table. */
  readonly bins: Uint8Array;
  /** rows of the tree, those of a leaf side by side. */
  readonly order: Int32Array;
  /** 2 x rows: where they wait while a leaf's are divided, those that go left in the first half. */
  readonly spare: Int32Array;
  /** Of the leaf that is divided: 1 for each bin that goes left. */
  readonly sides: Uint8Array;
  /** How many rows of each part went left. */
  readonly wentLeft: Int32Array;
  /** leaves x `grownFields`: the leaves of the newest tree. */
  readonly grown: Float64Array;
  /** rows x outputs, row-major: what the trees so far add up to. */
  readonly raw: Float64Array;
  /** outputs x rows: packed derivatives. */
  readonly derivatives: Float64Array;
  /** 1 for the features that the present tree may look at. */
  readonly allowed: Uint8Array;
  /** parts x 2 leaves x `bestFields`: the best split of each part's features. */
  readonly best: Float64Array;
  /** parts x 2 leaves x 256 */
  readonly bestSets: Uint8Array;
  /** parts x rows x words: the bins of each part's features. */
  readonly packed: Int32Array;
  /** parts x leaves x features x 256; only together with `wasm`: untouched it costs nothing there. */
  readonly histograms: Float64Array | undefined;
  /** parts x `scanFields` */
  readonly scans: Float64Array;
  readonly logisticTable: Float64Array;
}

/** What the memory of a fit is to hold. */
export interface BoostingSize {
  readonly rows: number;
  readonly columns: number;
  readonly outputs: number;
  readonly threads: number;
  readonly maxLeaves: number;
}

export function boostingMemory(size: BoostingSize): BoostingMemory {
  const parts = size.threads;
  const histograms = numbers(histogramsOf(size, parts));
  const together = layTogether({ ...layoutOf(size, parts), histograms });
  const memory: BoostingMemory = together
    ? { ...together.arrays, wasm: together.memory, parts }
    : { ...layApart(layoutOf(size, 1)), histograms: undefined, wasm: undefined, parts: 1 };
  memory.logisticTable.set(logisticTable);
  return memory;
}

/** Features that a part has at most. */
export function mostFeatures(columns: number, parts: number): number {
  return Math.ceil(columns / parts);
}

function layoutOf({ rows, columns, outputs, maxLeaves }: BoostingSize, parts: number) {
  return {
    control: ints(controlWords(parts)),
    words: ints(wordCount),
    numbers: numbers(numberCount),
    targets: numbers(rows),
    weights: numbers(rows),
    bins: bytes(rows * columns),
    order: ints(rows),
    spare: ints(2 * rows),
    sides: bytes(binCount),
    wentLeft: ints(parts),
    grown: numbers(mostLeaves(rows, maxLeaves) * grownFields),
    raw: numbers(rows * outputs),
    derivatives: numbers(rows * outputs),
    allowed: bytes(columns),
    best: numbers(parts * 2 * bestFields),
    bestSets: bytes(parts * 2 * binCount),
    packed: ints(parts * rows * strideOf(mostFeatures(columns, parts))),
    scans: numbers(parts * scanFields),
    logisticTable: numbers(logisticTable.length),
  };
}

function histogramsOf({ rows, columns, maxLeaves }: BoostingSize, parts: number): number {
  return parts * mostLeaves(rows, maxLeaves) * mostFeatures(columns, parts) * binCount;
}

/** Each leaf has a row at least, but for a root without any. */
function mostLeaves(rows: number, maxLeaves: number): number {
  return Math.max(1, Math.min(rows, maxLeaves));
}
