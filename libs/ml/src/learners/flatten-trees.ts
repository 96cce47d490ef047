import type { Matrix } from 'ml-matrix';
import type { Design } from '../design/design.js';
import type { Matrix as DesignMatrix } from '../design/matrix.js';
import type { Feature } from '../features/feature-table.js';
import type { ForestState } from '../scorers/scorer-state.js';
import { TreeBuilder } from '../trees/tree-arrays.js';

/** A node of ml-cart 2: inner ones have both children, leaves a distribution. */
export interface MljsNode {
  readonly left?: MljsNode;
  readonly right?: MljsNode;
  readonly splitColumn?: number;
  readonly splitValue?: number;
  /** One row: the share of each class, up to the highest one in the leaf. */
  readonly distribution?: Matrix;
}

export interface MljsTree {
  readonly root: MljsNode;
  /** The columns of the matrix that the tree was given, in its own order. */
  readonly columns: readonly number[];
}

interface Origin {
  readonly features: readonly Feature[];
  readonly design: Design;
  /** The training rows, in the columns of the design. */
  readonly matrix: DesignMatrix;
  readonly classCount: number;
}

/**
 * Trees over a design's columns as trees over the features themselves, in flat arrays. Nodes cover all training rows: the
 * package does not tell which of them a tree was grown from.
 */
export function flattenTrees(trees: readonly MljsTree[], origin: Origin): ForestState {
  const builder = new TreeBuilder();
  const leaves: number[] = [];
  const { matrix } = origin;
  const every = Uint32Array.from({ length: matrix.rows }, (_, row) => row);
  for (const tree of trees) {
    const waiting = [{ node: tree.root, at: builder.addRoot(), rows: every }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, at, rows } = next;
      if (node.left && node.right) {
        const column = tree.columns[node.splitColumn ?? 0] ?? 0;
        const threshold = node.splitValue ?? 0;
        const goesLeft = (row: number) =>
          (matrix.values[row * matrix.columns + column] ?? 0) < threshold;
        const left = addSplit(builder, at, column, threshold, origin);
        waiting.push(
          { node: node.right, at: left + 1, rows: rows.filter((row) => !goesLeft(row)) },
          { node: node.left, at: left, rows: rows.filter(goesLeft) },
        );
      } else {
        builder.setLeaf(at, leaves.length / origin.classCount, rows.length);
        const shares = node.distribution?.to1DArray() ?? [];
        for (let code = 0; code < origin.classCount; code++) leaves.push(shares[code] ?? 0);
      }
    }
  }
  return { kind: 'forest', ...builder.finish(), leaves: Float64Array.from(leaves) };
}

/** The split "value of this column below the threshold", in terms of the feature it was made from. */
function addSplit(
  builder: TreeBuilder,
  at: number,
  column: number,
  threshold: number,
  { features, design }: Origin,
): number {
  const index = design.terms.findLastIndex((term) => term.column <= column);
  const term = design.terms[index];
  const feature = features[index];
  if (term?.kind === 'numeric') {
    // The second column of a number says that it is missing: those that are not go left.
    if (column > term.column) return builder.splitByNumber(at, index, Number.MAX_VALUE, 0);
    const below = threshold * term.scale + term.mean;
    const missingLeft = (term.median - term.mean) / term.scale < threshold ? 1 : 0;
    return builder.splitByNumber(at, index, below, missingLeft);
  }
  // All levels but that of the column have a 0 there, and go left.
  const categories = feature?.kind === 'categorical' ? feature.categories.length : 0;
  const set = new Uint8Array(256).fill(1, 0, categories);
  const level = column - (term?.column ?? 0);
  const isMissingLevel = term?.missingColumn === true && level === term.levels;
  if (!isMissingLevel) set[level] = 0;
  return builder.splitByCategory(at, index, set, isMissingLevel ? 0 : 1);
}
