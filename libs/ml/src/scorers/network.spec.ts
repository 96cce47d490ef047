import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../features/feature-table.js';
import { createScorer } from './create-scorer.js';
import { hyperbolicTangent } from './network.js';
import type { Link, NetworkState } from './scorer-state.js';

interface Golden {
  readonly name: string;
  readonly link: Link;
  /** columns x units */
  readonly hidden: readonly (readonly number[])[];
  readonly hiddenIntercepts: readonly number[];
  /** units x scores */
  readonly out: readonly (readonly number[])[];
  readonly outIntercepts: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly answers: readonly (readonly number[])[];
}

// Written by tools/golden/networks.py with scikit-learn.
const { networks } = JSON.parse(
  readFileSync(new URL('golden/networks.json', import.meta.url), 'utf8'),
) as { networks: readonly Golden[] };

const numbers = (count: number): Feature[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'numeric',
    name: `x${index}`,
    type: 'number',
    missing: false,
  }));

/** A missing value adds what 0 adds. */
function stateOf({ link, hidden, hiddenIntercepts, out, outIntercepts }: Golden): NetworkState {
  const units = hiddenIntercepts.length;
  return {
    kind: 'network',
    link,
    intercepts: Float64Array.from(hiddenIntercepts),
    weights: Float64Array.from(hidden.flatMap((row) => [...row, ...row.map(() => 0)])),
    means: new Float64Array(hidden.length * units),
    sums: Float64Array.from(
      outIntercepts.flatMap((intercept, score) => [
        ...out.map((unit) => unit[score] ?? 0),
        intercept,
      ]),
    ),
  };
}

describe('A network', () => {
  it.each(networks.map((each) => [each.name, each] as const))(
    'answers as scikit-learn: %s',
    (_, golden) => {
      const { rows, answers } = golden;
      const columns = rows[0]?.length ?? 0;
      const shape = { features: numbers(columns), outputs: answers[0]?.length ?? 0 };
      const table = { rows: rows.length, columns, values: Float64Array.from(rows.flat()) };
      const said = createScorer(stateOf(golden), shape)(table);
      answers.flat().forEach((answer, at) => {
        expect(said[at]).toBeCloseTo(answer, 9);
      });
    },
  );

  it('takes for a missing value what its own weight says', () => {
    const [golden] = networks;
    if (!golden) throw new Error('There are no golden networks.');
    const score = createScorer(stateOf(golden), { features: numbers(3), outputs: 2 });
    const answer = (values: number[]) => [
      ...score({ rows: 1, columns: 3, values: Float64Array.from(values) }),
    ];
    expect(answer([1, Number.NaN, 2])).toEqual(answer([1, 0, 2]));
  });

  it.each([
    ['weights', { weights: new Float64Array(3) }],
    ['means', { means: new Float64Array(3) }],
    ['sums', { sums: new Float64Array(3) }],
    ['units', { intercepts: new Float64Array(0) }],
  ])('is refused with %s that are not those of its features', (_, wrong) => {
    const [golden] = networks;
    if (!golden) throw new Error('There are no golden networks.');
    expect(() =>
      createScorer({ ...stateOf(golden), ...wrong }, { features: numbers(3), outputs: 2 }),
    ).toThrow(RangeError);
  });
});

describe('The hyperbolic tangent', () => {
  it('is that of the standard library, for infinite values too', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(hyperbolicTangent(value)).toBeCloseTo(Math.tanh(value), 14);
      }),
    );
  });
});
