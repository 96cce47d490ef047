import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lone } from '../parallel/lone.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { Target, TrainingSet } from './learner.js';
import { linearRegression } from './linear-regression.js';
import { logisticRegression } from './logistic-regression.js';

interface Golden {
  readonly logistic: readonly {
    readonly name: string;
    readonly classes: number;
    readonly parameters: { readonly l2: number; readonly l1: number };
    readonly x: readonly (readonly number[])[];
    readonly y: readonly number[];
    readonly probabilities: readonly (readonly number[])[];
  }[];
  readonly ridge: readonly {
    readonly name: string;
    readonly l2: number;
    readonly x: readonly (readonly number[])[];
    readonly y: readonly number[];
    readonly values: readonly number[];
  }[];
}

// Written by tools/golden/linear-models.py with scikit-learn.
const golden = JSON.parse(
  readFileSync(new URL('golden/linear-models.json', import.meta.url), 'utf8'),
) as Golden;

function trainingSet(x: readonly (readonly number[])[], target: Target): TrainingSet {
  const columns = x[0]?.length ?? 0;
  return {
    features: Array.from({ length: columns }, (_, index) => ({
      kind: 'numeric',
      name: `x${index}`,
      type: 'number',
      missing: false,
    })),
    table: { rows: x.length, columns, values: Float64Array.from(x.flat()) },
    target,
    weights: new Float64Array(x.length).fill(1),
  };
}

describe('logistic regression finds the minimum that scikit-learn finds', () => {
  it.each(golden.logistic.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const { classes, parameters, x, y, probabilities } = each;
    const set = trainingSet(x, {
      kind: 'classes',
      codes: Int32Array.from(y),
      classCount: classes,
    });
    const state = logisticRegression.fit(set, {
      parameters: {
        ...logisticRegression.defaults,
        ...parameters,
        tolerance: 1e-9,
        maxSteps: 5000,
      },
      seed: 1,
      crew: lone,
    });
    const answers = createScorer(state, { features: set.features, outputs: classes })(set.table);
    probabilities.flat().forEach((expected, at) => {
      expect(answers[at]).toBeCloseTo(expected, 5);
    });
  });
});

describe('ridge regression finds the minimum that scikit-learn finds', () => {
  it.each(golden.ridge.map((each) => [each.name, each] as const))(
    '%s',
    (_, { x, y, l2, values }) => {
      const set = trainingSet(x, { kind: 'quantity', values: Float64Array.from(y) });
      const state = linearRegression.fit(set, { parameters: { l2 }, seed: 1, crew: lone });
      const answers = createScorer(state, { features: set.features, outputs: 1 })(set.table);
      values.forEach((expected, at) => expect(answers[at]).toBeCloseTo(expected, 9));
    },
  );
});
