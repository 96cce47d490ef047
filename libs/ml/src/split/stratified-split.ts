import { createRandom } from '../random/random.js';
import { rowsByClass } from './rows-by-class.js';

export interface Split {
  /** Row numbers, ascending. */
  readonly train: Uint32Array;
  readonly holdout: Uint32Array;
}

/**
 * Sets rows aside so that each class has its share among them. A class of two rows or more is on both sides where
 * `holdout` asks for at least half a row of it; one seen once is for training.
 * @param codes class of each row, -1 for rows that belong to neither side
 * @param options.holdout share of the rows to set aside, between 0 and 1
 */
export function stratifiedSplit(
  codes: Int32Array,
  { holdout: share, seed }: { readonly holdout: number; readonly seed: number },
): Split {
  const random = createRandom(seed);
  const train: number[] = [];
  const holdout: number[] = [];
  for (const rows of rowsByClass(codes)) {
    random.shuffle(rows);
    const aside = Math.min(rows.length - 1, Math.round(rows.length * share));
    rows.forEach((row, index) => (index < aside ? holdout : train).push(row));
  }
  return { train: Uint32Array.from(train).sort(), holdout: Uint32Array.from(holdout).sort() };
}
