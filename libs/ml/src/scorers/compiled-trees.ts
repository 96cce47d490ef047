import type { Feature, FeatureTable } from '../features/feature-table.js';
import type { TreeArrays } from '../trees/tree-arrays.js';
import { layOut } from './node-layout.js';
import { walkRow, walkRows } from './walk-trees.js';

/** Where the trees' leaves go. */
export interface LeafSums {
  /** leaves x width */
  readonly leaves: Float64Array;
  readonly width: number;
  /** Tree t adds to the sums from `width * (t modulo groups)` on. */
  readonly groups: number;
}

/** Adds the leaves that each row falls into, tree after tree. @param sums rows x (width x groups), row-major */
export type TreeAdder = (table: FeatureTable, sums: Float64Array) => void;

/** Codes of a block of rows, which every tree reads again: they should stay in the cache beside a tree. */
const codesPerBlock = 2 ** 18;
const mostRowsPerBlock = 16_384;
const lanes = 4;

/**
 * Makes trees ready to be walked fast. A row is turned into the ranks of its values once, so that every step compares
 * small integers and needs no branch; four rows go down a tree side by side, or one row down four trees, so that while
 * one waits for memory the others go on.
 * @param trees arrays that have been checked to fit together
 * @returns `undefined` for trees with more columns, thresholds or sets than the compact nodes can name, and for trees
 * that share nodes
 */
export function compileTrees(
  trees: TreeArrays,
  features: readonly Feature[],
  { leaves, width, groups }: LeafSums,
): TreeAdder | undefined {
  const laidOut = layOut(trees, features);
  if (!laidOut) return undefined;
  const { columns, codePadding } = laidOut;
  // Its own copy: a view would keep the whole model file in memory.
  const compiled = { ...laidOut, leaves: leaves.slice(), width, groups };
  const oneRow = new Uint16Array(columns.count + codePadding);
  const rowsPerBlock = Math.min(
    mostRowsPerBlock,
    Math.max(lanes, Math.floor(codesPerBlock / columns.count / lanes) * lanes),
  );

  return (table, sums) => {
    const { rows } = table;
    const inLanes = rows - (rows % lanes);
    const block = Math.min(rowsPerBlock, inLanes);
    const codes = new Uint16Array(block === 0 ? 0 : block * columns.count + codePadding);
    for (let first = 0; first < inLanes; first += block) {
      const count = Math.min(block, inLanes - first);
      columns.encode(table, first, count, codes);
      walkRows(compiled, codes, { first, count }, sums);
    }
    for (let row = inLanes; row < rows; row++) {
      columns.encode(table, row, 1, oneRow);
      walkRow(compiled, oneRow, row, sums);
    }
  };
}
