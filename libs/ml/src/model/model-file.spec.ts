import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import type { Frame } from '@millrace/frame';
import type { ScorerState } from '../scorers/scorer.js';
import { decodeModel, decodeModelState, encodeModel } from './model-file.js';
import { ModelFormatError } from './model-format-error.js';
import type { ModelState } from './model.js';

const forest: ScorerState = {
  kind: 'forest',
  roots: Int32Array.of(0),
  columns: Int32Array.of(0, -1, -1),
  thresholds: Float64Array.of(0.5, 0, 0),
  children: Int32Array.of(1, 0, 1),
  leaves: Float64Array.of(1, 0, 0.25, 0.75),
};
const stateOf = (scorer: ScorerState): ModelState => ({
  algorithm: 'any',
  target: 'größe',
  classes: ['a', 'b'],
  encoding: {
    columns: [{ kind: 'numeric', name: 'x', type: 'number', median: 0, mean: 0, scale: 1 }],
  },
  scorer,
});
const states = [
  stateOf({ kind: 'prior', prior: Float64Array.of(0.25, 0.75) }),
  stateOf({ kind: 'one-vs-rest', weights: Float64Array.of(1, -1, 0.5, 2) }),
  stateOf(forest),
];
const frame: Frame = {
  rowCount: 2,
  columns: [{ kind: 'numeric', name: 'x', type: 'number', values: Float64Array.of(0, 1) }],
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
              const { classes } = decodeModel(resealed(forged)).predict({
                ...frame,
                columns: frame.columns.map((column) => ({ ...column })),
              });
              expect(classes).toHaveLength(frame.rowCount);
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
    ['that lead back up', { children: Int32Array.of(0, 0, 1) }],
    ['that lead out', { children: Int32Array.of(2, 0, 1) }],
    ['that end in no leaf', { children: Int32Array.of(1, 0, 2) }],
    ['that look at no column', { columns: Int32Array.of(1, -1, -1) }],
    ['that begin nowhere', { roots: Int32Array.of(3) }],
    ['that are none', { roots: new Int32Array() }],
    ['of unlike lengths', { thresholds: Float64Array.of(1) }],
    ['with leaves that are no shares', { leaves: Float64Array.of(1, Number.NaN, 0, 1) }],
  ])('%s are refused', (_, change) => {
    const scorer = { ...forest, ...change } as ScorerState;
    expect(() => decodeModel(encodeModel(stateOf(scorer)))).toThrow(ModelFormatError);
  });
});

describe('predictions', () => {
  it('follow the trees', () => {
    const { classes, probabilities } = decodeModel(encodeModel(stateOf(forest))).predict(frame);
    expect([...classes]).toEqual([0, 1]);
    expect([...probabilities]).toEqual([1, 0, 0.25, 0.75]);
  });
});
