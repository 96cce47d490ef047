import { controlWords } from '../parallel/barrier.js';
import type { BinnedTable } from './binned-table.js';

export type BoostingLoss = 'log-loss' | 'softmax' | 'squared';

export interface BoostingPlan {
  readonly table: BinnedTable;
  readonly loss: BoostingLoss;
  /** Trees an iteration: the classes for softmax, else 1. */
  readonly outputs: number;
  /** Of each row: its class, or the value itself. */
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  /** Rows that only say when to stop; none when absent. Shared, as all arrays here. */
  readonly validation?: Uint8Array;
  readonly iterations: number;
  readonly learningRate: number;
  readonly maxLeaves: number;
  readonly minLeafRows: number;
  readonly l2: number;
  /** Iterations without a better loss on the validation rows before it stops. */
  readonly patience: number;
  /** Share of the rows each tree learns from. */
  readonly rowShare: number;
  /** Share of the features each tree looks at. */
  readonly columnShare: number;
  readonly seed: number;
  readonly shared: BoostingMemory;
}

/** Memory that the threads of one fit share. */
export interface BoostingMemory {
  readonly control: Int32Array;
  /** What the leader wants: see `orders`. */
  readonly words: Int32Array;
  /** Sums of packed derivatives of the leaves to look at, and the scales of both derivatives. */
  readonly numbers: Float64Array;
  /** rows of the tree, those of a leaf side by side. */
  readonly order: Int32Array;
  /** Where rows wait while a leaf's are divided. */
  readonly spare: Int32Array;
  /** Of the leaf that is divided: 1 for each bin that goes left. */
  readonly sides: Uint8Array;
  /** How many rows of each thread's part went left. */
  readonly wentLeft: Int32Array;
  /** rows x outputs, row-major: what the trees so far add up to. */
  readonly raw: Float64Array;
  /** outputs x rows: packed derivatives. */
  readonly derivatives: Float64Array;
  /** 1 for the features that the present tree may look at. */
  readonly allowed: Uint8Array;
  /** threads x 2 leaves x `bestFields`: the best split of each thread's features. */
  readonly best: Float64Array;
  /** threads x 2 leaves x 256 */
  readonly bestSets: Uint8Array;
}

/** What the threads are told to do. */
export const orders = {
  stop: 0,
  derivatives: 1,
  root: 2,
  split: 3,
  divide: 4,
  collect: 5,
} as const;

/** Places in `words`. */
export const word = {
  order: 0,
  start: 1,
  end: 2,
  slot: 3,
  siblingSlot: 4,
  output: 5,
  siblingRows: 6,
  feature: 7,
} as const;

/** Places in `numbers`. */
export const number = { sum: 0, siblingSum: 1, firstScale: 2, secondScale: 3 } as const;

/** Fields of a best split. */
export const bestFields = 5;
export const field = { gain: 0, feature: 1, bin: 2, missingLeft: 3, leftSum: 4 } as const;

export function boostingMemory(
  rows: number,
  columns: number,
  outputs: number,
  threads: number,
): BoostingMemory {
  const bytes = (length: number) => new SharedArrayBuffer(length);
  return {
    control: new Int32Array(bytes(4 * controlWords)),
    words: new Int32Array(bytes(4 * 8)),
    numbers: new Float64Array(bytes(8 * 4)),
    order: new Int32Array(bytes(4 * rows)),
    spare: new Int32Array(bytes(4 * rows)),
    sides: new Uint8Array(bytes(256)),
    wentLeft: new Int32Array(bytes(4 * threads)),
    raw: new Float64Array(bytes(8 * rows * outputs)),
    derivatives: new Float64Array(bytes(8 * rows * outputs)),
    allowed: new Uint8Array(bytes(columns)),
    best: new Float64Array(bytes(8 * threads * 2 * bestFields)),
    bestSets: new Uint8Array(bytes(threads * 2 * 256)),
  };
}
