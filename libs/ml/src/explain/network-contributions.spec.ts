import { describe, expect, it } from 'vitest';
import { learnerOf } from '../learners/catalogue.js';
import { features, mixedSet } from '../learners/training-sets.fixture.js';
import { lone } from '../parallel/lone.js';
import type { NetworkState } from '../scorers/scorer-state.js';
import { contributionsOf } from './explainer.js';
import { linearExplainer } from './linear-contributions.js';
import { networkExplainer } from './network-contributions.js';

const columns = features.length;
const set = mixedSet('classes', { classCount: 2 });
const state = learnerOf('multilayer-perceptron').fit(set, {
  parameters: learnerOf('multilayer-perceptron').defaults,
  seed: 3,
  crew: lone,
}) as NetworkState;
const shape = { features, outputs: 2 };

describe('contributions to what networks say', () => {
  it('are the integrals of the slopes on the straight way from the means to the row', () => {
    const units = state.intercepts.length;
    const linear = linearExplainer(
      { ...state, kind: 'linear', link: 'identity' },
      { features, outputs: units },
    );
    const given = contributionsOf(linear, set.table);
    const contributions = contributionsOf(networkExplainer(state, shape), set.table);
    const steps = 400;
    for (let row = 0; row < 10; row++) {
      const own = given.subarray(row * units * columns, (row + 1) * units * columns);
      for (let column = 0; column < columns; column++) {
        let integral = 0;
        for (let unit = 0; unit < units; unit++) {
          const parts = own.subarray(unit * columns, (unit + 1) * columns);
          const change = parts.reduce((sum, part) => sum + part, 0);
          for (let step = 0; step < steps; step++) {
            const sum = (linear.baseValues[unit] ?? 0) + (change * (step + 0.5)) / steps;
            const slope = 1 / Math.cosh(sum) ** 2;
            integral += ((parts[column] ?? 0) * slope * (state.sums[unit] ?? 0)) / steps;
          }
        }
        expect(contributions[row * columns + column]).toBeCloseTo(integral, 4);
      }
    }
  });

  it('are nothing for the mean of the training rows', () => {
    const still = { ...state, weights: new Float64Array(state.weights.length) };
    const none = { ...still, means: new Float64Array(state.means.length) };
    for (const value of contributionsOf(networkExplainer(none, shape), set.table)) {
      expect(Math.abs(value)).toBe(0);
    }
  });
});
