import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftTestNamed, driftTests } from './catalogue.js';
import { sampleOf, type Sample } from './sample.js';

const sampleOfNumbers = (values: readonly number[]): Sample =>
  sampleOf({ kind: 'numeric', name: 'x', type: 'number', values: Float64Array.from(values) });

const sampleOfCodes = (codes: readonly number[]): Sample =>
  sampleOf({
    kind: 'categorical',
    name: 'x',
    type: 'string',
    codes: Int32Array.from(codes),
    categories: ['a', 'b', 'c', 'd'],
  });

const someNumbers = fc.array(
  fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
  { minLength: 1, maxLength: 60 },
);
const someCodes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 });

describe('the catalogue', () => {
  it('names every test once', () => {
    const names = driftTests.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(driftTestNamed('ks')?.defaultThreshold).toBe(0.05);
    expect(driftTestNamed('no such test')).toBeUndefined();
  });
});

describe.each(driftTests.map((test) => [test.name, test] as const))('%s', (_, test) => {
  const kinds = test.appliesTo.map((kind) =>
    kind === 'numeric'
      ? { values: someNumbers, sample: sampleOfNumbers }
      : { values: someCodes, sample: sampleOfCodes },
  );

  it('gives a finite score of at least 0 and finds no drift in identical samples', () => {
    for (const { values, sample } of kinds) {
      fc.assert(
        fc.property(values, values, (left, right) => {
          const { score } = test.run(sample(left), sample(right));
          expect(Number.isFinite(score)).toBe(true);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(test.run(sample(left), sample(left)).drifted).toBe(false);
        }),
      );
    }
  });

  it('does not depend on the order of rows', () => {
    for (const { values, sample } of kinds) {
      fc.assert(
        fc.property(values, values, (left, right) => {
          const forwards = test.run(sample(left), sample(right));
          const backwards = test.run(sample([...left].reverse()), sample([...right].reverse()));
          expect(backwards.score).toBe(forwards.score);
        }),
      );
    }
  });

  it('sees a change nobody could miss', () => {
    for (const kind of test.appliesTo) {
      const left = Array.from({ length: 100 }, (__, i) => i % 2);
      const right = Array.from({ length: 100 }, (__, i) => (i % 20 === 0 ? 0 : 1));
      const sample = kind === 'numeric' ? sampleOfNumbers : sampleOfCodes;
      expect(test.run(sample(left), sample(right)).drifted).toBe(true);
    }
  });
});

describe('symmetry', () => {
  it.each(['ks', 'z', 'chisquare'])('%s does not care which side is the reference', (name) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 60 }),
        (left, right) => {
          // Both values on both sides, so that no cell is new to either.
          const [a, b] = [sampleOfNumbers([0, 1, ...left]), sampleOfNumbers([0, 1, ...right])];
          const test = driftTestNamed(name);
          const [there, back] = [test?.run(a, b).score, test?.run(b, a).score];
          expect(there).toBeCloseTo(back ?? Number.NaN, 12);
        },
      ),
    );
  });

  it('Jensen-Shannon over values does not care which side is the reference', () => {
    fc.assert(
      fc.property(someCodes, someCodes, (left, right) => {
        const [a, b] = [sampleOfCodes(left), sampleOfCodes(right)];
        const test = driftTestNamed('jensenshannon');
        expect(test?.run(a, b).score).toBeCloseTo(test?.run(b, a).score ?? Number.NaN, 12);
      }),
    );
  });
});
