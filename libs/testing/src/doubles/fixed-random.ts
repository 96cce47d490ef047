import type { Random } from '@millrace/ports';

/** Seeds that are the same in every run: `seed`, then the numbers after it. */
export function fixedRandom(seed: number): Random {
  let next = seed;
  return { seed: () => next++ % 2 ** 31 };
}
