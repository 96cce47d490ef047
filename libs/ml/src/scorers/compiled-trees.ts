import type { Feature, FeatureTable } from '../features/feature-table.js';
import type { TreeArrays } from '../trees/tree-arrays.js';
import { layOut } from './node-layout.js';
import { encodeRows } from './ranked-columns.js';
import { walkRow, walkRows, type WalkedTrees } from './walk-trees.js';

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
): WalkedTrees | undefined {
  const laidOut = layOut(trees, features);
  // Its own copy: a view would keep the whole model file in memory.
  return laidOut && { ...laidOut, leaves: leaves.slice(), width, groups };
}

export function compiledTreeAdder(trees: WalkedTrees): TreeAdder {
  const { columns, codePadding } = trees;
  const oneRow = new Uint16Array(columns.count + codePadding);
  const rowsPerBlock = Math.min(
    mostRowsPerBlock,
    Math.max(lanes, Math.floor(codesPerBlock / columns.count / lanes) * lanes),
  );
  return (table, sums) => {
    const { rows } = table;
    const inLanes = rows - (rows % lanes);
    const block = Math.min(rowsPerBlock, inLanes);
    const codes = block === 0 ? oneRow : new Uint16Array(block * columns.count + codePadding);
    for (let first = 0; first < inLanes; first += block) {
      const count = Math.min(block, inLanes - first);
      encodeRows(columns, table, first, count, codes);
      walkRows(trees, codes, { first, count }, sums);
    }
    for (let row = inLanes; row < rows; row++) {
      encodeRows(columns, table, row, 1, oneRow);
      walkRow(trees, oneRow, row, sums);
    }
  };
}
