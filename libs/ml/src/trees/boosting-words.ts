/** What the threads are told to do. */
export const orders = {
  pack: 0,
  derivatives: 1,
  root: 2,
  split: 3,
  divide: 4,
  collect: 5,
  add: 6,
} as const;

/** Places in `words`. */
export const word = {
  order: 0,
  start: 1,
  end: 2,
  slot: 3,
  siblingSlot: 4,
  output: 5,
  siblingRows: 6,
  feature: 7,
  leaves: 8,
} as const;
export const wordCount = 9;

/** Places in `numbers`. */
export const number = { sum: 0, siblingSum: 1, firstScale: 2, secondScale: 3 } as const;
export const numberCount = 4;

/** Fields of a best split. */
export const field = { gain: 0, feature: 1, bin: 2, missingLeft: 3, leftSum: 4 } as const;
export const bestFields = 5;

/** Fields of a leaf of the tree that was grown last: its first row in the order, the end of its rows, its value. */
export const grownField = { start: 0, end: 1, value: 2 } as const;
export const grownFields = 3;
