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

/** Looks for splits of nodes; each criterion has one. */
export interface SplitSearch {
  /** Begins with the rows from `start` up to `end`. @returns whether they are worth splitting at all */
  enter(tree: TreeRows, start: number, end: number): boolean;
  /**
   * Compares the best split by one feature with `best`, and overwrites it when it is better.
   * @returns false when all rows have the same value there
   */
  consider(feature: number, best: Split): boolean;
  /** The rows entered become a leaf. @returns its index */
  leaf(): number;
  /** Sum of the weights of the rows entered. */
  weight(): number;
  /** leaves x width */
  leaves(): Float64Array;
}
