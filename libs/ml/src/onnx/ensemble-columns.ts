import type { Feature } from '../features/feature-table.js';
import { wordsPerSet, type TreeArrays } from '../trees/tree-arrays.js';
import { LateDoubles, LateInts, LateOctets } from './late-columns.js';
import { intsField } from './onnx-messages.js';

/** What the leaves of trees add to. */
export interface TreeTargets {
  readonly targets: number;
  targetOf(tree: number): number;
  valueOf(leaf: number): number;
}

/** Modes of a node: at most the threshold, and member of a set. */
const atMost = 0;
const memberOf = 6;

/**
 * Trees as the operator TreeEnsemble has them: nodes and leaves apart, each numbered through, a node before those of its
 * left side and these before those of its right. They are written straight into the file, and from the end: a node comes
 * when it is known where its children are, and nothing has to be kept of it.
 */
export class EnsembleColumns {
  readonly #placed = () => {
    this.#waiting--;
    if (this.#waiting === 0) this.#tell();
  };

  readonly roots = this.#ints();
  readonly features = this.#ints();
  readonly splits = new LateDoubles(this.#placed);
  readonly modes = new LateOctets(this.#placed);
  readonly trueIds = this.#ints();
  readonly falseIds = this.#ints();
  readonly trueLeaves = this.#ints();
  readonly falseLeaves = this.#ints();
  readonly missingTrue = this.#ints();
  readonly leafTargets = this.#ints();
  readonly leafWeights = new LateDoubles(this.#placed);
  /** Categories of the sets, one set after the other in the order of their nodes, NaN behind each. */
  readonly members = new LateDoubles(this.#placed);

  readonly #trees: TreeArrays;
  readonly #features: readonly Feature[];
  readonly #targets: TreeTargets;
  readonly #counts: { readonly nodes: number; readonly leaves: number };
  /** Columns that have no room yet. */
  #waiting: number;
  #node = 0;
  #leaf = 0;

  constructor(trees: TreeArrays, features: readonly Feature[], targets: TreeTargets) {
    this.#trees = trees;
    this.#features = features;
    this.#targets = targets;
    this.#counts = countNodes(trees);
    this.#tell();
    // Where there are no sets, that column is in no file.
    this.#waiting = this.members.length > 0 ? 12 : 11;
  }

  #ints(): LateInts {
    return new LateInts(intsField, this.#placed);
  }

  /** Tells the columns of all trees, from the last one on. */
  #tell(): void {
    const { roots } = this.#trees;
    this.#node = this.#counts.nodes;
    this.#leaf = this.#counts.leaves;
    for (let tree = roots.length - 1; tree >= 0; tree--) {
      this.#tellTree(roots[tree] ?? 0, this.#targets.targetOf(tree));
      this.roots.prepend(this.#node);
    }
  }

  #tellTree(root: number, target: number): void {
    const trees = this.#trees;
    if (isLeaf(trees, root)) {
      this.#tellLoneLeaf(this.#tellLeaf(root, target));
      return;
    }
    // A node waits until its children are told, marked by its complement then.
    const waiting = [root];
    // Where they are: nodes by their number, leaves by the complement of theirs.
    const told: number[] = [];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next < 0) {
        const left = told.pop() ?? 0;
        const right = told.pop() ?? 0;
        told.push(this.#tellSplit(~next, left, right));
      } else if (isLeaf(trees, next)) {
        told.push(this.#tellLeaf(next, target));
      } else {
        const left = trees.children[next] ?? 0;
        waiting.push(~next, left, left + 1);
      }
    }
  }

  /** @returns where the leaf is */
  #tellLeaf(node: number, target: number): number {
    this.leafTargets.prepend(target);
    this.leafWeights.prepend(this.#targets.valueOf(this.#trees.children[node] ?? 0));
    this.#leaf--;
    return ~this.#leaf;
  }

  /** @returns where the node is */
  #tellSplit(node: number, left: number, right: number): number {
    const { features, thresholds, missingLeft } = this.#trees;
    const feature = features[node] ?? 0;
    const threshold = thresholds[node] ?? 0;
    const categorical = this.#features[feature]?.kind === 'categorical';
    if (categorical) this.#tellMembers(threshold);
    this.splits.prepend(categorical ? 0 : threshold);
    this.modes.prepend(categorical ? memberOf : atMost);
    this.features.prepend(feature);
    this.missingTrue.prepend(missingLeft[node] ?? 0);
    return this.#tellWays(left, right);
  }

  /** A root has to be a node: both ways of this one lead to the leaf. */
  #tellLoneLeaf(leaf: number): void {
    this.splits.prepend(0);
    this.modes.prepend(atMost);
    this.features.prepend(0);
    this.missingTrue.prepend(0);
    this.#tellWays(leaf, leaf);
  }

  #tellWays(left: number, right: number): number {
    this.trueIds.prepend(left < 0 ? ~left : left);
    this.trueLeaves.prepend(left < 0 ? 1 : 0);
    this.falseIds.prepend(right < 0 ? ~right : right);
    this.falseLeaves.prepend(right < 0 ? 1 : 0);
    this.#node--;
    return this.#node;
  }

  #tellMembers(set: number): void {
    const { sets } = this.#trees;
    this.members.prepend(Number.NaN);
    for (let category = wordsPerSet * 32 - 1; category >= 0; category--) {
      const word = sets[set * wordsPerSet + (category >> 5)] ?? 0;
      if (((word >>> (category & 31)) & 1) === 1) this.members.prepend(category);
    }
  }
}

function isLeaf({ features }: TreeArrays, node: number): boolean {
  return (features[node] ?? -1) < 0;
}

/** Splits and leaves of the trees of `roots`; a tree of one leaf has a split that tells nothing. */
function countNodes(trees: TreeArrays): { nodes: number; leaves: number } {
  let nodes = 0;
  let leaves = 0;
  const waiting: number[] = [];
  for (const root of trees.roots) {
    if (isLeaf(trees, root)) nodes++;
    waiting.push(root);
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (isLeaf(trees, node)) {
        leaves++;
        continue;
      }
      nodes++;
      const left = trees.children[node] ?? 0;
      waiting.push(left, left + 1);
    }
  }
  return { nodes, leaves };
}
