/** What keeps rows together, or apart, beside chance. */
export type SplitBy =
  /** Rows of one group are never on both sides: visits of one patient, say. */
  | { readonly kind: 'group'; readonly column: string }
  /** The newest rows are held out, and each fold is newer than the rows it is checked against. */
  | { readonly kind: 'time'; readonly column: string };
