import { describe, expect, it } from 'vitest';
import { histogramOf, profiledColumn } from './column-shapes.js';

describe('the columns of profiles', () => {
  it('reads bins between edges, and categories with counts', () => {
    expect(histogramOf({ edges: [0, 1, 2], counts: [3, 4] })).toEqual({
      labels: ['0 to 1', '1 to 2'],
      counts: [3, 4],
    });
    expect(histogramOf([{ value: 'a', count: 2 }])).toEqual({ labels: ['a'], counts: [2] });
  });

  it.each([undefined, null, 3, 'text', {}, [], { counts: ['x'] }, [{ value: 'a' }]])(
    'draws nothing for %j',
    (shape) => expect(histogramOf(shape)).toBeUndefined(),
  );

  it('finds the statistics of a numeric column', () => {
    expect(profiledColumn({ name: 'x', numeric: { min: 1, max: 3, mean: 2 } }).summary).toEqual([
      ['min', 1],
      ['mean', 2],
      ['max', 3],
    ]);
  });
});
