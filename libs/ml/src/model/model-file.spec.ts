import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import type { Frame } from '@millrace/frame';
import type { ScorerState } from '../scorers/scorer-state.js';
import { decodeModel, decodeModelState, encodeModel } from './model-file.js';
import { ModelFormatError } from './model-format-error.js';
import type { ClassPredictions, ModelState } from './model.js';

const forest: ScorerState = {
  kind: 'forest',
  roots: Int32Array.of(0),
  features: Int32Array.of(0, 1, -1, -1, -1),
  thresholds: Float64Array.of(0.5, 0, 0, 0, 0),
  children: Int32Array.of(1, 3, 1, 0, 1),
  missingLeft: Uint8Array.of(0, 1, 0, 0, 0),
  sets: Int32Array.of(0b10, 0, 0, 0, 0, 0, 0, 0),
  covers: Float32Array.of(10, 6, 4, 5, 1),
  leaves: Float64Array.of(1, 0, 0.25, 0.75),
};
const boosted: ScorerState = {
  ...forest,
  kind: 'boosted',
  link: 'logistic',
  baselines: Float64Array.of(0.5),
  leaves: Float64Array.of(-1, 1),
};
const linear: ScorerState = {
  kind: 'linear',
  link: 'softmax',
  intercepts: Float64Array.of(0.5, -0.5),
  weights: Float64Array.of(1, -1, 0, 0.5, 1, 2, 3, 4, 5, 6),
  means: Float64Array.of(0.5, 0.25, 2, 3),
};

const stateOf = (scorer: ScorerState): ModelState => ({
  algorithm: 'any',
  task: 'binary',
  target: 'größe',
  classes: ['a', 'b'],
  features: [
    { kind: 'numeric', name: 'x', type: 'number', missing: false },
    {
      kind: 'categorical',
      name: 'colour',
      type: 'string',
      missing: false,
      categories: ['red', 'blue'],
    },
  ],
  scorer,
});
const states = [
  stateOf({ kind: 'prior', prior: Float64Array.of(0.25, 0.75) }),
  stateOf(linear),
  stateOf(forest),
  stateOf(boosted),
  stateOf({
    kind: 'naive-bayes',
    logPriors: Float64Array.of(-0.5, -1),
    tables: Float64Array.of(0, 1, 1, 2, -0.5, -0.5, -1, -1),
  }),
  stateOf({
    kind: 'neighbours',
    neighbours: Int32Array.of(1),
    scales: Float64Array.of(2, 1),
    fills: Float64Array.of(0.5, -1),
    points: Float64Array.of(0, 0, 1, -1),
    targets: Float64Array.of(0, 1),
  }),
  stateOf({
    kind: 'calibrated',
    member: linear,
    knotsFrom: Int32Array.of(0, 2, 4),
    x: Float64Array.of(0, 1, 0.25, 0.75),
    y: Float64Array.of(0.1, 0.9, 0, 1),
  }),
  stateOf({
    kind: 'platt',
    member: forest,
    slopes: Float64Array.of(0.8, 0.8),
    offsets: Float64Array.of(-0.1, 0.1),
  }),
  stateOf({
    kind: 'stacked',
    members: [forest, boosted],
    combiner: {
      kind: 'linear',
      link: 'logistic',
      intercepts: Float64Array.of(0.1),
      weights: Float64Array.of(0.7, 0, 0.4, 0),
      means: Float64Array.of(0, 0),
    },
  }),
  stateOf({ kind: 'blend', weights: Float64Array.of(1, 3), members: [forest, boosted] }),
];

const frame: Frame = {
  rowCount: 2,
  columns: [
    { kind: 'numeric', name: 'x', type: 'number', values: Float64Array.of(0, 1) },
    {
      kind: 'categorical',
      name: 'colour',
      type: 'string',
      codes: Int32Array.of(1, -1),
      categories: ['red', 'blue'],
    },
  ],
};

/** The file with its checksum made right again: what is wrong now is inside. */
function resealed(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 32;
  bytes.set(createHash('sha256').update(bytes.subarray(0, end)).digest(), end);
  return bytes;
}

describe.each(states.map((state) => [state.scorer.kind, state] as const))(
  'a model file (%s)',
  (_, state) => {
    const bytes = encodeModel(state);

    it('gives back what was written, wherever it lies', () => {
      expect(decodeModelState(bytes)).toEqual(state);
      const shifted = new Uint8Array(bytes.length + 5);
      shifted.set(bytes, 5);
      expect(decodeModelState(shifted.subarray(5))).toEqual(state);
    });

    it('is refused when any one byte is another', () => {
      for (let at = 0; at < bytes.length; at++) {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ 0x40;
        expect(() => decodeModel(damaged)).toThrow(ModelFormatError);
      }
    });

    it('is refused when it is cut off anywhere', () => {
      for (let length = 0; length < bytes.length; length++) {
        expect(() => decodeModel(bytes.slice(0, length))).toThrow(ModelFormatError);
      }
    });

    it('either answers or is refused when somebody forges it, checksum and all', () => {
      fc.assert(
        fc.property(
          fc.nat({ max: bytes.length - 33 }),
          fc.integer({ min: 1, max: 255 }),
          (at, flip) => {
            const forged = bytes.slice();
            forged[at] = (forged[at] ?? 0) ^ flip;
            try {
              const said = decodeModel(resealed(forged)).predict({
                ...frame,
                columns: frame.columns.map((column) => ({ ...column })),
              });
              expect(said.kind === 'classes' ? said.classes : said.values).toHaveLength(
                frame.rowCount,
              );
            } catch (error) {
              expect((error as Error).name).toMatch(/^(ModelFormatError|SignatureMismatch)$/);
            }
          },
        ),
        { numRuns: 2000 },
      );
    });
  },
);

describe('the trees of a forged file', () => {
  it.each<[string, Partial<ScorerState & { kind: 'forest' }>]>([
    ['that lead back up', { children: Int32Array.of(0, 3, 1, 0, 1) }],
    ['that lead out', { children: Int32Array.of(4, 3, 1, 0, 1) }],
    ['that end in no leaf', { children: Int32Array.of(1, 3, 2, 0, 1) }],
    ['that look at no feature', { features: Int32Array.of(2, 1, -1, -1, -1) }],
    ['that look at no set', { thresholds: Float64Array.of(0.5, 1, 0, 0, 0) }],
    ['that begin nowhere', { roots: Int32Array.of(5) }],
    ['that are none', { roots: new Int32Array() }],
    ['of unlike lengths', { thresholds: Float64Array.of(1) }],
    ['with leaves that are no numbers', { leaves: Float64Array.of(1, Number.NaN, 0, 1) }],
  ])('%s are refused', (_, change) => {
    const scorer = { ...forest, ...change } as ScorerState;
    expect(() => decodeModel(encodeModel(stateOf(scorer)))).toThrow(ModelFormatError);
  });
});

describe('a threshold', () => {
  const state: ModelState = { ...stateOf(forest), threshold: 0.8 };

  it('lies in the file, and is what the second class has to be above', () => {
    const bytes = encodeModel(state);
    expect(decodeModelState(bytes)).toEqual(state);
    const said = decodeModel(bytes).predict(frame);
    expect(said).toMatchObject({ classes: Int32Array.of(0, 0) });
    const lower = decodeModel(encodeModel({ ...state, threshold: 0.7 })).predict(frame);
    expect(lower).toMatchObject({ classes: Int32Array.of(0, 1) });
  });

  it.each([
    ['outside of 0 and 1', { threshold: 1.5 }],
    ['that is no number', { threshold: Number.NaN }],
    ['between more than two classes', { classes: ['a', 'b', 'c'], task: 'multiclass' as const }],
  ])('%s is refused', (_, change) => {
    expect(() => decodeModelState(encodeModel({ ...state, ...change }))).toThrow(ModelFormatError);
  });
});

describe('predictions', () => {
  const classesOf = (scorer: ScorerState): ClassPredictions => {
    const said = decodeModel(encodeModel(stateOf(scorer))).predict(frame);
    if (said.kind === 'classes') return said;
    throw new Error('These are models of classes.');
  };
  const probabilitiesOf = (scorer: ScorerState) =>
    [...classesOf(scorer).probabilities].map((value) => Math.round(value * 1e6) / 1e6);

  it('follow the trees: numbers by their threshold, categories by their set, gaps by the side given', () => {
    expect(probabilitiesOf(forest)).toEqual([1, 0, 0.25, 0.75]);
  });

  it('add the leaves of boosted trees to the baseline', () => {
    const share = (score: number) => Math.round(1e6 / (1 + Math.exp(-score))) / 1e6;
    expect(probabilitiesOf(boosted)).toEqual([share(0.5), share(-0.5), share(-1.5), share(1.5)]);
  });

  it('add the weights of numbers and categories, a missing one having its own', () => {
    const { probabilities } = classesOf(linear);
    // Scores: 0.5 + 3 against -0.5 + 4; then 0.5 + 1 + 5 against -0.5 - 1 + 6.
    expect(probabilities[0]).toBeCloseTo(0.5, 12);
    expect(probabilities[2]).toBeCloseTo(1 / (1 + Math.exp(4.5 - 6.5)), 12);
  });
});
