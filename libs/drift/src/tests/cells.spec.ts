import { describe, expect, it } from 'vitest';
import { poolRareCells, referenceFittedShares } from './cells.js';
import { sampleOf, type Sample } from './sample.js';

const sample = (values: readonly number[]): Sample =>
  sampleOf({ kind: 'numeric', name: 'x', type: 'number', values: Float64Array.from(values) });

describe('poolRareCells', () => {
  it('gathers rare cells and those new to the reference', () => {
    const cells = {
      labels: ['a', 'b', 'new', 'rare'],
      reference: [300, 200, 0, 2],
      current: [299, 190, 10, 1],
    };
    expect(poolRareCells(cells, 0.01)).toEqual({
      labels: ['a', 'b', 'other values'],
      reference: [300, 200, 2],
      current: [299, 190, 11],
    });
  });

  it('keeps many even categories apart, each of them rare', () => {
    const labels = Array.from({ length: 200 }, (_, i) => String(i));
    const cells = { labels, reference: labels.map(() => 3), current: labels.map(() => 2) };
    expect(poolRareCells(cells, 0.01)).toEqual(cells);
  });

  it('leaves cells alone when none is rare', () => {
    const cells = { labels: ['a', 'b'], reference: [5, 5], current: [4, 6] };
    expect(poolRareCells(cells, 0.01)).toBe(cells);
  });
});

describe('referenceFittedShares', () => {
  const reference = Array.from({ length: 100 }, (_, i) => i / 100);

  it('puts what lies beyond the reference into end bins of their own', () => {
    const shares = referenceFittedShares(sample(reference), sample([-5, -4, 0.5, 9]));
    expect(shares.reference.at(0)).toBe(0);
    expect(shares.reference.at(-1)).toBe(0);
    expect(shares.current.at(0)).toBe(0.5);
    expect(shares.current.at(-1)).toBe(0.25);
  });

  it('moves no bin for one outlier in the current data', () => {
    const calm = referenceFittedShares(sample(reference), sample(reference));
    const odd = referenceFittedShares(sample(reference), sample([...reference.slice(1), 1e9]));
    expect(odd.reference).toEqual(calm.reference);
  });
});
