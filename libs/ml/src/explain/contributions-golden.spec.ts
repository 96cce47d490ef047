import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../features/feature-table.js';
import type { Link, ScorerState } from '../scorers/scorer-state.js';
import { createExplainer } from './create-explainer.js';
import { contributionsOf } from './explainer.js';

/** Written by `tools/golden/contributions.py`. */
interface Golden {
  readonly shap: string;
  readonly cases: readonly GoldenCase[];
}

interface GoldenCase {
  readonly name: string;
  readonly kind: 'forest' | 'boosted' | 'linear';
  readonly outputs: number;
  readonly link: Link;
  readonly x: readonly (readonly (number | null)[])[];
  readonly baseValues: readonly number[];
  /** rows x scores x features */
  readonly contributions: readonly (readonly (readonly number[])[])[];
  readonly roots: readonly number[];
  readonly features: readonly number[];
  readonly thresholds: readonly number[];
  readonly children: readonly number[];
  readonly missingLeft: readonly number[];
  readonly covers: readonly number[];
  readonly leaves: readonly number[];
  readonly baselines: readonly number[];
  readonly intercepts: readonly number[];
  /** scores x features */
  readonly slopes: readonly (readonly number[])[];
  readonly means: readonly number[];
}

const golden = JSON.parse(
  readFileSync(new URL('golden/contributions.json', import.meta.url), 'utf8'),
) as Golden;

function stateOf(given: GoldenCase): ScorerState {
  if (given.kind === 'linear') {
    const scores = given.intercepts.length;
    return {
      kind: 'linear',
      link: scores === 1 ? 'logistic' : 'softmax',
      intercepts: Float64Array.from(given.intercepts),
      // A missing value, of which there is none, would add nothing.
      weights: Float64Array.from(
        given.means.flatMap((_, feature) => [
          ...given.slopes.map((own) => own[feature] ?? 0),
          ...given.slopes.map(() => 0),
        ]),
      ),
      means: Float64Array.from(
        given.means.flatMap((mean, feature) =>
          given.slopes.map((own) => (own[feature] ?? 0) * mean),
        ),
      ),
    };
  }
  const trees = {
    roots: Int32Array.from(given.roots),
    features: Int32Array.from(given.features),
    thresholds: Float64Array.from(given.thresholds),
    children: Int32Array.from(given.children),
    missingLeft: Uint8Array.from(given.missingLeft),
    sets: new Int32Array(),
    covers: Float32Array.from(given.covers),
    leaves: Float64Array.from(given.leaves),
  };
  return given.kind === 'forest'
    ? { kind: 'forest', ...trees }
    : {
        kind: 'boosted',
        link: given.link,
        baselines: Float64Array.from(given.baselines),
        ...trees,
      };
}

describe(`contributions against shap ${golden.shap}`, () => {
  it.each(golden.cases.map((each) => [each.name, each] as const))('%s', (_, given) => {
    const columns = given.x[0]?.length ?? 0;
    const features = Array.from({ length: columns }, (_, index): Feature => ({
      kind: 'numeric',
      name: `x${index}`,
      type: 'number',
      missing: true,
    }));
    const explainer = createExplainer(stateOf(given), { features, outputs: given.outputs });
    const contributions = contributionsOf(explainer, {
      rows: given.x.length,
      columns,
      values: Float64Array.from(given.x.flat(), (value) => value ?? Number.NaN),
    });
    const wanted = given.contributions.flat(2);
    expect(contributions).toHaveLength(wanted.length);
    wanted.forEach((value, at) => expect(contributions[at]).toBeCloseTo(value, 9));
    expect(explainer.baseValues).toHaveLength(given.baseValues.length);
    given.baseValues.forEach((value, score) =>
      expect(explainer.baseValues[score]).toBeCloseTo(value, 9),
    );
  });
});
