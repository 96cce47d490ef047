import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../csv/csv-reader.js';
import { profileFrame } from './profile-frame.js';
import { profileNumbers } from './profile-numbers.js';

const profile = (text: string) => profileFrame(parseCsv(Buffer.from(text)));

describe('the profile of a table', () => {
  it('tells what the numbers of a column are like', () => {
    const [column] = profile('x\n1\n2\n3\n4\nNA\ninf\n').columns;
    expect(column).toEqual({
      name: 'x',
      type: 'number',
      missing: 1,
      infinite: 1,
      distinct: 4,
      min: 1,
      max: 4,
      mean: 2.5,
      standardDeviation: Math.sqrt(5 / 3),
      quantiles: { 5: 1.15, 25: 1.75, 50: 2.5, 75: 3.25, 95: 3.8499999999999996 },
      histogram: { edges: [1, 1.75, 2.5, 3.25, 4], counts: [1, 1, 1, 1] },
    });
  });

  it('lists the most frequent categories first', () => {
    const [column] = profile('s,x\na,1\nb,1\nb,2\n,3\nc,3\nb,4\n').columns;
    expect(column).toEqual({
      name: 's',
      type: 'string',
      missing: 1,
      distinct: 3,
      top: [
        { value: 'b', count: 3 },
        { value: 'a', count: 1 },
        { value: 'c', count: 1 },
      ],
    });
  });

  it('warns of what will not help a model', () => {
    const ids = Array.from({ length: 200 }, (_, i) => `id-${i},,1,${i < 150 ? '' : i}`);
    expect(profile(`id,none,one,few\n${ids.join('\n')}\n`).warnings).toEqual([
      'Column "id" has 200 categories: an identifier, or free text?',
      'Column "none" has no values.',
      'Column "one" has one value only.',
      'Column "few" misses 75 % of its values.',
    ]);
  });

  it('stays small whatever a column holds', () => {
    const text = Array.from({ length: 5000 }, (_, i) => `${'x'.repeat(500)}${i}`).join('\n');
    expect(JSON.stringify(profile(`s\n${text}\n`)).length).toBeLessThan(10_000);
  });

  it('has one zero only', () => {
    const { min, max, distinct } = profileNumbers(Float64Array.of(0, -0));
    expect([min, max, distinct]).toEqual([0, 0, 1]);
  });

  it('counts every value once', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1 }), (values) => {
        const { missing, infinite, histogram, min, max } = profileNumbers(
          Float64Array.from(values),
        );
        const counted = histogram?.counts.reduce((sum, count) => sum + count, 0);
        const finite = values.filter(Number.isFinite);
        expect(finite.length + missing + infinite).toBe(values.length);
        if (counted !== undefined) expect(counted).toBe(finite.length);
        if (finite.length > 0) {
          expect(min).toBe(finite.reduce((a, b) => Math.min(a, b)) + 0);
          expect(max).toBe(finite.reduce((a, b) => Math.max(a, b)) + 0);
        }
      }),
    );
  });
});
