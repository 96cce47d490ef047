import { columnByName, type Frame } from '@millrace/frame';
import { encodeFrame } from '../features/encode-frame.js';
import type { Feature } from '../features/feature-table.js';
import { createRandom } from '../random/random.js';
import type { LearnedTarget } from '../target/learned-target.js';
import { nearestClasses, nearestQuantities } from './nearest-value.js';
import { percent } from './counted.js';

export interface LeaksToFind {
  readonly frame: Frame;
  readonly learned: LearnedTarget;
  /** Training rows. */
  readonly rows: Uint32Array;
  readonly features: readonly Feature[];
  readonly seed: number;
}

/** Rows that are enough to tell. */
const mostRows = 20_000;
const fewestRows = 40;
/** Mean share of each class that is told, or share of the variance that is explained, from which a column is suspect. */
const nearlyPerfect = 0.99;

/**
 * Columns that by themselves tell the target of rows they were not compared with: they may have been written down after
 * it, or be it in other words. Half of the rows are asked about, and answered by those of the other half whose value of the
 * column is nearest.
 */
export function leakWarnings({ frame, learned, rows, features, seed }: LeaksToFind): string[] {
  const sample = rows.slice();
  createRandom(seed).shuffle(sample);
  const used = sample.subarray(0, mostRows);
  if (used.length < fewestRows) return [];
  const half = used.length >> 1;
  const known = used.subarray(0, half);
  const asked = used.subarray(half);
  return features.flatMap((feature) => {
    if (!columnByName(frame, feature.name)) return [];
    const sides = {
      known: { values: encodeFrame([feature], frame, known).values, rows: known },
      asked: { values: encodeFrame([feature], frame, asked).values, rows: asked },
      kind: feature.kind,
    };
    const name = JSON.stringify(feature.name);
    if (learned.kind === 'classes') {
      const told = nearestClasses(sides, learned);
      if (!(told >= nearlyPerfect)) return [];
      return [
        `Column ${name} alone tells the classes of ${percent(told)} of rows: make sure that it is known before the target is.`,
      ];
    }
    const explained = nearestQuantities(sides, learned);
    if (!(explained >= nearlyPerfect)) return [];
    return [
      `Column ${name} alone explains ${percent(explained)} of the differences in the target: make sure that it is known before the target is.`,
    ];
  });
}
