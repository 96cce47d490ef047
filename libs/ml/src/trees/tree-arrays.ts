/**
 * Decision trees as flat arrays, one entry a node. The children of a node lie side by side, behind it.
 *
 * A row goes left at a numeric split when its value is at most the threshold, at a categorical one when its category is
 * in the set; where the value is not known it goes where `missingLeft` says.
 */
export interface TreeArrays {
  /** Node of each tree's root. */
  readonly roots: Int32Array;
  /** Feature each node looks at; -1 for a leaf. */
  readonly features: Int32Array;
  /** Of a categorical split, the index of its set. */
  readonly thresholds: Float64Array;
  /** Left child, the right one follows it; of a leaf, its row in `leaves`. */
  readonly children: Int32Array;
  /** 1 where rows without a value go left. */
  readonly missingLeft: Uint8Array;
  /** 8 words a set: bit `c` says that category `c` goes left. */
  readonly sets: Int32Array;
  /** Weight of the training rows in each node; that of an inner one is the sum of its children's. */
  readonly covers: Float32Array;
}

export const wordsPerSet = 8;

/** A leaf in `features`. */
export const leaf = -1;

/** Collects the nodes of trees, in arrays that grow. */
export class TreeBuilder {
  #nodes = 0;
  #setCount = 0;
  #features = new Int32Array(256);
  #thresholds = new Float64Array(256);
  #children = new Int32Array(256);
  #missingLeft = new Uint8Array(256);
  #covers = new Float64Array(256);
  #sets = new Int32Array(wordsPerSet);
  readonly #roots: number[] = [];

  /** Begins a tree. @returns its root, a leaf until something is said of it */
  addRoot(): number {
    const root = this.#add(1);
    this.#roots.push(root);
    return root;
  }

  /** @param cover weight of the training rows in it */
  setLeaf(node: number, index: number, cover: number): void {
    this.#features[node] = leaf;
    this.#children[node] = index;
    this.#covers[node] = cover;
  }

  /** @returns the left child; the right one follows it */
  splitByNumber(node: number, feature: number, threshold: number, missingLeft: number): number {
    const left = this.#add(2);
    this.#features[node] = feature;
    this.#thresholds[node] = threshold;
    this.#missingLeft[node] = missingLeft;
    this.#children[node] = left;
    return left;
  }

  /** @param set 256 entries, 1 for the categories that go left */
  splitByCategory(node: number, feature: number, set: Uint8Array, missingLeft: number): number {
    const index = this.#setCount++;
    if (this.#setCount * wordsPerSet > this.#sets.length) {
      const grown = new Int32Array(this.#sets.length * 2);
      grown.set(this.#sets);
      this.#sets = grown;
    }
    for (let category = 0; category < 255; category++) {
      const word = index * wordsPerSet + (category >> 5);
      if (set[category] === 1) this.#sets[word] = (this.#sets[word] ?? 0) | (1 << (category & 31));
    }
    return this.splitByNumber(node, feature, index, missingLeft);
  }

  finish(): TreeArrays {
    const covers = this.#covers.slice(0, this.#nodes);
    for (let node = this.#nodes - 1; node >= 0; node--) {
      if (this.#features[node] === leaf) continue;
      const left = this.#children[node] ?? 0;
      covers[node] = (covers[left] ?? 0) + (covers[left + 1] ?? 0);
    }
    return {
      roots: Int32Array.from(this.#roots),
      features: this.#features.slice(0, this.#nodes),
      thresholds: this.#thresholds.slice(0, this.#nodes),
      children: this.#children.slice(0, this.#nodes),
      missingLeft: this.#missingLeft.slice(0, this.#nodes),
      sets: this.#sets.slice(0, this.#setCount * wordsPerSet),
      covers: Float32Array.from(covers),
    };
  }

  #add(count: number): number {
    const first = this.#nodes;
    this.#nodes += count;
    if (this.#nodes > this.#features.length) this.#grow();
    this.#features.fill(leaf, first, this.#nodes);
    return first;
  }

  #grow(): void {
    const length = this.#features.length * 2;
    const grown = <A extends Int32Array | Float64Array | Uint8Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.#features = grown(new Int32Array(length), this.#features);
    this.#thresholds = grown(new Float64Array(length), this.#thresholds);
    this.#children = grown(new Int32Array(length), this.#children);
    this.#missingLeft = grown(new Uint8Array(length), this.#missingLeft);
    this.#covers = grown(new Float64Array(length), this.#covers);
  }
}

/** A part of a forest: trees and the leaves they lead to. */
export interface Grove {
  readonly trees: TreeArrays;
  /** leaves x width */
  readonly leaves: Float64Array;
}

/**
 * The trees of all groves in their order, with nodes, sets and leaves numbered through.
 * @param width values a leaf
 * @param categorical 1 for each feature that is one of categories
 */
export function joinGroves(
  groves: readonly Grove[],
  width: number,
  categorical: Uint8Array,
): Grove {
  const sum = (lengthOf: (grove: Grove) => number) =>
    groves.reduce((total, grove) => total + lengthOf(grove), 0);
  const nodes = sum(({ trees }) => trees.features.length);
  const joined = {
    roots: new Int32Array(sum(({ trees }) => trees.roots.length)),
    features: new Int32Array(nodes),
    thresholds: new Float64Array(nodes),
    children: new Int32Array(nodes),
    missingLeft: new Uint8Array(nodes),
    sets: new Int32Array(sum(({ trees }) => trees.sets.length)),
    covers: new Float32Array(nodes),
  };
  const leaves = new Float64Array(sum((grove) => grove.leaves.length));
  let root = 0;
  let node = 0;
  let word = 0;
  let value = 0;
  for (const { trees, leaves: own } of groves) {
    for (const at of trees.roots) joined.roots[root++] = at + node;
    joined.features.set(trees.features, node);
    joined.missingLeft.set(trees.missingLeft, node);
    joined.covers.set(trees.covers, node);
    const firstLeaf = value / width;
    const firstSet = word / wordsPerSet;
    for (let index = 0; index < trees.children.length; index++) {
      const feature = trees.features[index] ?? leaf;
      const setOffset = feature !== leaf && categorical[feature] === 1 ? firstSet : 0;
      joined.thresholds[node + index] = (trees.thresholds[index] ?? 0) + setOffset;
      joined.children[node + index] =
        (trees.children[index] ?? 0) + (feature === leaf ? firstLeaf : node);
    }
    joined.sets.set(trees.sets, word);
    leaves.set(own, value);
    node += trees.features.length;
    word += trees.sets.length;
    value += own.length;
  }
  return { trees: joined, leaves };
}
