/**
 * One row against one reference row, as a game: its players are the features, and the worth of some of them is what is
 * answered when these are as in the row and the others as in the reference.
 */
export interface RowGame {
  /** The features by which the two rows differ: the others have no say. */
  readonly players: Int32Array;
  /** What is answered for the reference row: outputs. */
  readonly answers: Float64Array;
  /**
   * Goes on from where it is, at first the reference row: each feature named changes from one row to the other.
   * @returns what is answered after each change: changes x outputs
   */
  walk(changed: Int32Array): Float64Array;
}

/** One row against each reference row. */
export interface RowGames {
  /** What is answered for the row: outputs. */
  readonly answers: Float64Array;
  against(reference: number): RowGame;
}

/** The rows of a table, each against the same references. */
export interface Games {
  readonly rows: number;
  /** Features that a row has. */
  readonly columns: number;
  readonly outputs: number;
  readonly references: number;
  /** Changes that take a few milliseconds at most. */
  readonly changesPerStep: number;
  of(row: number): RowGames;
}
