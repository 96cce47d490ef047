import type { BinnedTable } from './binned-table.js';
import type { BoostingMemory } from './boosting-memory.js';

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
