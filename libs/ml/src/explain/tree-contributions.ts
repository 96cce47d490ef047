import type { Feature } from '../features/feature-table.js';
import { checkTrees, splitFollower } from '../scorers/trees.js';
import type { TreeArrays } from '../trees/tree-arrays.js';
import { gaussLegendre } from './gauss-legendre.js';
import { treePaths } from './tree-paths.js';

/** What the leaves of trees add to. */
export interface TreeScores {
  /** leaves x width */
  readonly leaves: Float64Array;
  readonly width: number;
  /** The score that the first value of a leaf of this tree adds to; the others add to those behind it. */
  readonly scoreOf: (tree: number) => number;
  /** What every leaf is multiplied by. */
  readonly factor: number;
  readonly scores: number;
}

export interface TreeContributions {
  /** Expected score when no feature is known. */
  readonly baseValues: Float64Array;
  /**
   * Adds the contributions of one row.
   * @param values where the row begins at `at`
   * @param into scores x features, from `to` on
   */
  add(values: Float64Array, at: number, into: Float64Array, to: number): void;
}

/**
 * Shapley values of trees, path-dependent: of a split by a feature that is not known both ways are followed, each with its
 * share of the training rows (TreeSHAP: Lundberg et al., "From local explanations to global understanding with explainable
 * AI for trees", 2020; their algorithm 2 gives the same numbers).
 *
 * For each leaf this is a game whose worth is a product over the features on the way to it: 1 or 0 for a known feature, its
 * share for an unknown one. Owen's multilinear extension ("Multilinear extensions of games", 1972) makes the Shapley value
 * of a feature an integral over t of a polynomial: every other feature known with chance t, times the difference that the
 * feature makes. Gauss and Legendre's rule gives it without error, and the sums over leaves are shared by the ways to them
 * (as in Yu et al., "Linear TreeShap", 2022): a row takes time by the number of nodes times half the features on a way.
 * @throws RangeError when the arrays do not fit together
 */
export function treeContributions(
  trees: TreeArrays,
  features: readonly Feature[],
  { leaves, width, scoreOf, factor, scores }: TreeScores,
): TreeContributions {
  checkTrees(trees, features, leaves.length / width);
  const goesLeft = splitFollower(trees, features);
  const { roots, features: split, children } = trees;
  const paths = treePaths(trees);
  const { points, weights } = gaussLegendre(Math.ceil(paths.mostFeatures / 2));
  const count = points.length;
  const rest = points.map((point) => 1 - point);
  const columns = features.length;

  // One entry for each depth of the way that is being looked at.
  const levels = paths.depth + 1;
  const way = new Int32Array(levels);
  const turns = new Uint8Array(levels);
  const ownSide = new Uint8Array(levels);
  /** Whether the row itself goes here by this feature. */
  const known = new Uint8Array(levels);
  /** Whether it had left the way by the same feature before: then this split does not matter to that feature. */
  const settled = new Uint8Array(levels);
  // levels x points
  /** Worth of the way: the product of what its features say at each point. */
  const worths = new Float64Array(levels * count);
  /** What the feature of the last split says, where the row itself goes that way. */
  const chances = new Float64Array(levels * count);
  /** levels x width x points: worth of the leaves behind, times their values. */
  const sums = new Float64Array(levels * width * count);

  /** @returns whether anything lies this way */
  const enter = (node: number, depth: number, own: boolean): boolean => {
    const above = paths.above[node] ?? 0;
    const share = paths.shares[node] ?? 0;
    const knownAbove = above === 0 || known[above] === 1;
    const goes = own && knownAbove;
    if (!goes && share === 0) return false;
    way[depth] = node;
    turns[depth] = 0;
    known[depth] = goes ? 1 : 0;
    settled[depth] = knownAbove ? 0 : 1;
    const at = depth * count;
    const from = at - count;
    if (!knownAbove) {
      const ratio = share / (paths.shares[way[above] ?? 0] ?? 1);
      for (let point = 0; point < count; point++) {
        worths[at + point] = (worths[from + point] ?? 0) * ratio;
      }
    } else {
      for (let point = 0; point < count; point++) {
        const chance = (goes ? (points[point] ?? 0) : 0) + (rest[point] ?? 0) * share;
        const before = above === 0 ? 1 : (chances[above * count + point] ?? 1);
        chances[at + point] = chance;
        worths[at + point] = ((worths[from + point] ?? 0) * chance) / before;
      }
    }
    sums.fill(0, at * width, (at + count) * width);
    return true;
  };

  const takeLeaf = (node: number, depth: number): void => {
    const leaf = (children[node] ?? 0) * width;
    for (let output = 0; output < width; output++) {
      const value = leaves[leaf + output] ?? 0;
      const at = (depth * width + output) * count;
      for (let point = 0; point < count; point++) {
        sums[at + point] = value * (worths[depth * count + point] ?? 0);
      }
    }
  };

  /** What the last split's feature makes of the leaves behind, less what the same feature above has been given for them. */
  const leave = (depth: number, into: Float64Array, to: number): void => {
    const node = way[depth] ?? 0;
    if (settled[depth] === 0) {
      const share = paths.shares[node] ?? 0;
      const above = paths.above[node] ?? 0;
      const shareAbove = paths.shares[way[above] ?? 0] ?? 1;
      const goes = known[depth] === 1;
      for (let output = 0; output < width; output++) {
        const at = (depth * width + output) * count;
        let sum = 0;
        for (let point = 0; point < count; point++) {
          let pull = goes
            ? (1 - share) / (chances[depth * count + point] ?? 1)
            : -1 / (rest[point] ?? 1);
          if (above > 0) pull -= (1 - shareAbove) / (chances[above * count + point] ?? 1);
          sum += (weights[point] ?? 0) * pull * (sums[at + point] ?? 0);
        }
        const place = to + output * columns + (paths.features[node] ?? 0);
        into[place] = (into[place] ?? 0) + factor * sum;
      }
    }
    const length = width * count;
    const at = depth * length;
    for (let index = at; index < at + length; index++) {
      sums[index - length] = (sums[index - length] ?? 0) + (sums[index] ?? 0);
    }
  };

  const addTree = (
    root: number,
    values: Float64Array,
    at: number,
    into: Float64Array,
    to: number,
  ): void => {
    way[0] = root;
    turns[0] = 0;
    worths.fill(1, 0, count);
    sums.fill(0, 0, width * count);
    let depth = 0;
    for (;;) {
      const node = way[depth] ?? 0;
      const inner = (split[node] ?? -1) >= 0;
      const turn = turns[depth] ?? 0;
      if (inner && turn < 2) {
        if (turn === 0) ownSide[depth] = goesLeft(values, at, node) ? 0 : 1;
        turns[depth] = turn + 1;
        const child = (children[node] ?? 0) + turn;
        if (enter(child, depth + 1, ownSide[depth] === turn)) depth++;
        continue;
      }
      if (!inner) takeLeaf(node, depth);
      if (depth === 0) return;
      leave(depth, into, to);
      depth--;
    }
  };

  return {
    baseValues: expectedScores(trees, { leaves, width, scoreOf, factor, scores }),
    add(values, at, into, to) {
      roots.forEach((root, tree) => {
        addTree(root, values, at, into, to + scoreOf(tree) * columns);
      });
    },
  };
}

function expectedScores(
  { roots, features: split, children, covers }: TreeArrays,
  { leaves, width, scoreOf, factor, scores }: TreeScores,
): Float64Array {
  const expected = new Float64Array(split.length * width);
  for (let node = split.length - 1; node >= 0; node--) {
    const child = children[node] ?? 0;
    const inner = (split[node] ?? -1) >= 0;
    const total = (covers[child] ?? 0) + (covers[child + 1] ?? 0);
    const share = total > 0 ? (covers[child] ?? 0) / total : 0.5;
    for (let output = 0; output < width; output++) {
      const from = child * width + output;
      expected[node * width + output] = inner
        ? share * (expected[from] ?? 0) + (1 - share) * (expected[from + width] ?? 0)
        : (leaves[from] ?? 0);
    }
  }
  const baseValues = new Float64Array(scores);
  roots.forEach((root, tree) => {
    for (let output = 0; output < width; output++) {
      const score = scoreOf(tree) + output;
      baseValues[score] =
        (baseValues[score] ?? 0) + factor * (expected[root * width + output] ?? 0);
    }
  });
  return baseValues;
}
