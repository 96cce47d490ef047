import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../features/feature-table.js';
import { createExplainer } from './create-explainer.js';
import { contributionsOf } from './explainer.js';

/** Written by `tools/golden/neighbours-contributions.py`. */
interface Golden {
  readonly shap: string;
  readonly cases: readonly GoldenCase[];
}

interface GoldenCase {
  readonly name: string;
  readonly outputs: number;
  readonly neighbours: number;
  readonly scales: readonly number[];
  readonly points: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly x: readonly (readonly number[])[];
  readonly baseValues: readonly number[];
  /** rows x outputs x features */
  readonly contributions: readonly (readonly (readonly number[])[])[];
}

const golden = JSON.parse(
  readFileSync(new URL('golden/neighbours-contributions.json', import.meta.url), 'utf8'),
) as Golden;

function explained(given: GoldenCase) {
  const columns = given.scales.length;
  const features = Array.from({ length: columns }, (_, index): Feature => ({
    kind: 'numeric',
    name: `x${index}`,
    type: 'number',
    missing: false,
  }));
  const explainer = createExplainer(
    {
      kind: 'neighbours',
      neighbours: Int32Array.of(given.neighbours),
      scales: Float64Array.from(given.scales),
      fills: new Float64Array(columns),
      points: Float64Array.from(given.points.flat()),
      targets: Float64Array.from(given.targets),
    },
    { features, outputs: given.outputs },
  );
  const values = Float64Array.from(given.x.flat());
  const contributions = contributionsOf(explainer, { rows: given.x.length, columns, values });
  const errors = given.contributions.flat(2).map((value, at) => (contributions[at] ?? 0) - value);
  return { explainer, errors };
}

/** What one feature adds in one order differs from order to order by no more than answers do. */
function spreadOf({ outputs, targets }: GoldenCase): number {
  return outputs > 1 ? 1 : Math.max(...targets) - Math.min(...targets);
}

describe(`contributions of nearest neighbours against shap ${golden.shap}`, () => {
  it.each(golden.cases.map((each) => [each.name, each] as const))('%s', (_, given) => {
    const { explainer, errors } = explained(given);
    given.baseValues.forEach((value, output) =>
      expect(explainer.baseValues[output]).toBeCloseTo(value, 9),
    );
    expect(explainer.background?.rows).toBe(given.points.length);
    const { orders } = explainer.background ?? {};
    expect(orders === undefined).toBe(given.scales.length <= 7);
    const most = Math.max(...errors.map(Math.abs));
    expect(most).toBeLessThan(
      orders === undefined ? 1e-9 : spreadOf(given) / (2 * Math.sqrt(orders)),
    );
  });
});
