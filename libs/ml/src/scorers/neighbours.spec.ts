import { describe, expect, it } from 'vitest';
import { neighboursScorer } from './neighbours.js';

const score = neighboursScorer(
  {
    kind: 'neighbours',
    neighbours: Int32Array.of(2),
    scales: Float64Array.of(1),
    fills: Float64Array.of(0),
    points: Float64Array.of(-3, -2, 2, 3),
    targets: Float64Array.of(0, 0, 1, 1),
  },
  { features: [{ name: 'x', kind: 'numeric', type: 'number', missing: false }], outputs: 2 },
);
const answers = (...values: number[]) => [
  ...score({ rows: values.length, columns: 1, values: Float64Array.from(values) }),
];

describe('a nearest-neighbours scorer', () => {
  it('goes by the nearest points, of equals by those that come first', () => {
    const [low = 0, high = 0] = answers(2.5);
    expect(high).toBeGreaterThan(low);
    expect(answers(0)).toEqual([0.5, 0.5]);
  });

  it('answers a row that is too far to measure as it would alone, whatever rows are beside it', () => {
    const far = 1e200;
    const alone = answers(far);
    expect(answers(2.5, far).slice(2)).toEqual(alone);
    expect(answers(-2.5, far).slice(2)).toEqual(alone);
  });
});
