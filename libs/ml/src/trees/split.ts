/** The best split found so far at a node; overwritten while the search goes on. */
export interface Split {
  /** What the criterion gains over the node unsplit; 0 when there is no split. */
  gain: number;
  feature: number;
  /** Numbers: bins up to it go left. */
  bin: number;
  /** 1 where rows without a value go left. */
  missingLeft: number;
  /** Categories: 1 for those that go left. */
  readonly set: Uint8Array;
}

export function noSplit(): Split {
  return { gain: 0, feature: -1, bin: 0, missingLeft: 0, set: new Uint8Array(256) };
}

/** How the rows of one tree lie: those of a node side by side. */
export interface TreeRows {
  readonly rows: Int32Array;
  /** What the search wants to know of each row; it moves with the row. */
  readonly marks: Int32Array;
}

/**
 * Looks for splits of nodes; each criterion has one. A tree is begun once; then its nodes are entered, the root first and
 * of a node that was divided the left child with all that is below it before the right one.
 */
export interface SplitSearch {
  /** @param count how many of the rows the tree has */
  begin(tree: TreeRows, count: number): void;
  /** Goes on to the node of the rows from `start` up to `end`. @returns whether it is worth splitting at all */
  enter(start: number, end: number): boolean;
  /**
   * Compares the best split by each of `count` features with `best`, the last of them first, and overwrites it by one that
   * is better.
   * @returns how many of them have two values or more among the rows; all when none could be better than `best`
   */
  consider(features: Int32Array, from: number, count: number, best: Split): number;
  /** The node entered is divided by the best split. @returns false when neither child is worth splitting */
  divide(): boolean;
  /** The node entered becomes a leaf. @returns its index */
  leaf(): number;
  /** Sum of the weights of the rows entered. */
  weight(): number;
  /** leaves x width */
  leaves(): Float64Array;
}
