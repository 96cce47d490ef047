import type { BoostingMemory } from './boosting-memory.js';
import { bestFields, field } from './boosting-words.js';

const noSet = new Uint8Array(0);

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
  /** Of a categorical split, 1 for each category that goes left. */
  readonly set: Uint8Array;
}

/**
 * The best of what was found in the parts; of equals, the feature that comes first.
 * @param place which of the two leaves that were looked at
 * @param categorical 1 for each feature that is one of categories
 */
export function bestSplit(
  { best, bestSets, parts }: BoostingMemory,
  place: 0 | 1,
  categorical: Uint8Array,
): LeafSplit | undefined {
  let found = -1;
  for (let slot = place; slot < parts * 2; slot += 2) {
    const feature = best[slot * bestFields + field.feature] ?? -1;
    if (feature < 0) continue;
    if (found >= 0) {
      const gain = best[slot * bestFields + field.gain] ?? 0;
      const other = best[found * bestFields + field.gain] ?? 0;
      const otherFeature = best[found * bestFields + field.feature] ?? 0;
      if (gain < other || (gain === other && feature > otherFeature)) continue;
    }
    found = slot;
  }
  if (found < 0) return undefined;
  const read = (name: number) => best[found * bestFields + name] ?? 0;
  const feature = read(field.feature);
  return {
    gain: read(field.gain),
    feature,
    bin: read(field.bin),
    missingLeft: read(field.missingLeft),
    leftSum: read(field.leftSum),
    set: categorical[feature] === 1 ? bestSets.slice(found * 256, (found + 1) * 256) : noSet,
  };
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
