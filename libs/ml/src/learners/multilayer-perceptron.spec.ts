import { describe, expect, it } from 'vitest';
import type { Feature } from '../features/feature-table.js';
import { lone } from '../parallel/lone.js';
import { createRandom } from '../random/random.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { Parameters, Target, TrainingSet } from './learner.js';
import { multilayerPerceptron } from './multilayer-perceptron.js';

const features: readonly Feature[] = ['x', 'y'].map((name) => ({
  kind: 'numeric',
  name,
  type: 'number',
  missing: false,
}));

/** Rows spread over a square. */
function squareSet(rows: number, targetOf: (points: Float64Array) => Target): TrainingSet {
  const random = createRandom(2);
  const values = Float64Array.from({ length: 2 * rows }, () => 2 * random.next() - 1);
  return {
    features,
    table: { rows, columns: 2, values },
    target: targetOf(values),
    weights: new Float64Array(rows).fill(1),
  };
}

/** The class of a row says whether its two numbers have the same sign: no straight line does. */
const crossed = (rows = 300) =>
  squareSet(rows, (points) => ({
    kind: 'classes',
    classCount: 2,
    codes: Int32Array.from({ length: rows }, (_, row) =>
      (points[2 * row] ?? 0) * (points[2 * row + 1] ?? 0) > 0 ? 1 : 0,
    ),
  }));

function fit(set: TrainingSet, more: Parameters = {}) {
  return multilayerPerceptron.fit(set, {
    parameters: { ...multilayerPerceptron.defaults, ...more },
    seed: 4,
    crew: lone,
  });
}

function answersOf(set: TrainingSet, more: Parameters = {}) {
  const outputs = set.target.kind === 'classes' ? set.target.classCount : 1;
  return createScorer(fit(set, more), { features, outputs })(set.table);
}

describe('A multilayer perceptron', () => {
  it('tells classes apart that no straight line does', () => {
    const set = crossed();
    const { codes } = set.target as { codes: Int32Array };
    const answers = answersOf(set);
    const right = codes.filter((code, row) => Math.round(answers[2 * row + 1] ?? 0) === code);
    expect(right.length / codes.length).toBeGreaterThan(0.93);
  });

  it('says the shares of the classes alone where its weights cost too much', () => {
    const set = squareSet(200, () => ({
      kind: 'classes',
      classCount: 2,
      codes: Int32Array.from({ length: 200 }, (_, row) => (row % 4 === 0 ? 1 : 0)),
    }));
    for (const [at, share] of answersOf(set, { l2: 1e5 }).entries()) {
      expect(share).toBeCloseTo(at % 2 === 1 ? 0.25 : 0.75, 1);
    }
  });

  it('answers quantities in their own measure, however large', () => {
    const quantities = (scale: number) =>
      squareSet(200, (points) => ({
        kind: 'quantity',
        values: Float64Array.from(
          { length: 200 },
          (_, row) => scale * (5 + (points[2 * row] ?? 0) * (points[2 * row + 1] ?? 0)),
        ),
      }));
    const usual = answersOf(quantities(1));
    const huge = answersOf(quantities(2 ** 600));
    usual.forEach((answer, row) => {
      expect((huge[row] ?? 0) / 2 ** 600).toBeCloseTo(answer, 9);
    });
  });

  it('answers one value for quantities that are all the same', () => {
    const same = squareSet(40, () => ({ kind: 'quantity', values: new Float64Array(40).fill(7) }));
    for (const answer of answersOf(same)) expect(answer).toBeCloseTo(7, 6);
  });

  it('gives a rare class its weight where classes are to be balanced', () => {
    const rare = squareSet(300, (points) => ({
      kind: 'classes',
      classCount: 2,
      codes: Int32Array.from({ length: 300 }, (_, row) =>
        (points[2 * row] ?? 0) > 0.6 && row % 2 === 0 ? 1 : 0,
      ),
    }));
    const mean = (answers: Float64Array) =>
      answers.reduce((sum, share, at) => sum + (at % 2 === 1 ? share : 0), 0) / 300;
    expect(mean(answersOf(rare, { classWeight: 'balanced' }))).toBeGreaterThan(
      1.5 * mean(answersOf(rare)),
    );
  });

  it.each([
    ['units', 0],
    ['networks', 1.5],
    ['l2', -1],
    ['learningRate', 0],
    ['steps', 0],
  ])('refuses %s of %s', (parameter, value) => {
    expect(() => fit(crossed(20), { [parameter]: value })).toThrow(parameter);
  });
});
