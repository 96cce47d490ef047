import type { Matrix } from 'ml-matrix';
import type { ScorerState } from '../scorers/scorer.js';

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

/** Lays trees out in flat arrays, each node before its children and siblings side by side. */
export function flattenTrees(
  trees: readonly MljsTree[],
  classCount: number,
): Extract<ScorerState, { kind: 'forest' }> {
  const roots: number[] = [];
  const columns: number[] = [];
  const thresholds: number[] = [];
  const children: number[] = [];
  const leaves: number[] = [];

  for (const tree of trees) {
    roots.push(columns.length);
    // Breadth first, the queue growing under way: a node's place is known once it is queued.
    const queue: MljsNode[] = [tree.root];
    const first = columns.length;
    for (const node of queue) {
      if (node.left && node.right) {
        columns.push(tree.columns[node.splitColumn ?? 0] ?? 0);
        thresholds.push(node.splitValue ?? 0);
        children.push(first + queue.length);
        queue.push(node.left, node.right);
      } else {
        columns.push(-1);
        thresholds.push(0);
        children.push(leaves.length / classCount);
        const shares = node.distribution?.to1DArray() ?? [];
        for (let code = 0; code < classCount; code++) leaves.push(shares[code] ?? 0);
      }
    }
  }
  return {
    kind: 'forest',
    roots: Int32Array.from(roots),
    columns: Int32Array.from(columns),
    thresholds: Float64Array.from(thresholds),
    children: Int32Array.from(children),
    leaves: Float64Array.from(leaves),
  };
}
