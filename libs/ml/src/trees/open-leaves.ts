import { bestFields, type BoostingMemory } from './boosting-plan.js';

/** A leaf that may be split yet. */
export interface Leaf {
  readonly node: number;
  readonly start: number;
  readonly end: number;
  readonly slot: number;
  readonly sum: number;
  readonly split: LeafSplit | undefined;
}

export interface LeafSplit {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: number;
  readonly leftSum: number;
  readonly set: Uint8Array;
}

/**
 * The best of what the threads found; of equals, the feature that comes first.
 * @param place which of the two leaves that were looked at
 */
export function bestSplit(
  { best, bestSets }: BoostingMemory,
  threads: number,
  place: 0 | 1,
): LeafSplit | undefined {
  let found: LeafSplit | undefined;
  for (let thread = 0; thread < threads; thread++) {
    const slot = thread * 2 + place;
    const [gain = 0, feature = -1, bin = 0, missingLeft = 0, leftSum = 0] = best.subarray(
      slot * bestFields,
      (slot + 1) * bestFields,
    );
    if (feature < 0) continue;
    if (found && (gain < found.gain || (gain === found.gain && feature > found.feature))) {
      continue;
    }
    const set = bestSets.slice(slot * 256, (slot + 1) * 256);
    found = { gain, feature, bin, missingLeft, leftSum, set };
  }
  return found;
}

/** @returns the place of the leaf whose split gains most; -1 when none can be split */
export function mostUseful(open: readonly Leaf[]): number {
  let found = -1;
  let gain = 0;
  open.forEach(({ split }, index) => {
    if (split && split.gain > gain) {
      gain = split.gain;
      found = index;
    }
  });
  return found;
}
