import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnerOf } from '../learners/catalogue.js';
import { lone } from '../parallel/lone.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { imageOf, modelOf, type ModelState } from './model.js';
import { runScoringTask, sharedBatch } from './scoring-task.js';
import { sharedImage } from './shared-image.js';

const features: ModelState['features'] = [
  { kind: 'numeric', name: 'a', type: 'number', missing: true },
  { kind: 'categorical', name: 'b', type: 'string', missing: true, categories: ['p', 'q', 'r'] },
];
const learned = 400;
const values = Float64Array.from({ length: learned * 2 }, (_, at) =>
  at % 2 === 0 ? Math.sin(at) * 10 : at % 3,
);
const fitted = (algorithm: string): ScorerState => {
  const learner = learnerOf(algorithm);
  const set = {
    features,
    table: { rows: learned, columns: 2, values },
    target: {
      kind: 'classes' as const,
      classCount: 2,
      codes: Int32Array.from({ length: learned }, (_, row) =>
        (values[row * 2] ?? 0) + (values[row * 2 + 1] ?? 0) > 1 ? 1 : 0,
      ),
    },
    weights: new Float64Array(learned).fill(1),
  };
  return learner.fit(set, { parameters: learner.defaults, seed: 1, crew: lone });
};
const forest = fitted('random-forest');
const boosted = fitted('gradient-boosting');
const scorers: readonly ScorerState[] = [
  forest,
  boosted,
  fitted('k-nearest-neighbours'),
  { kind: 'platt', member: forest, slopes: Float64Array.of(1, 2), offsets: Float64Array.of(0, 1) },
  { kind: 'blend', weights: Float64Array.of(1, 3), members: [forest, boosted] },
];

describe('a batch that threads share', () => {
  it.each(scorers.map((scorer) => [scorer.kind, scorer] as const))(
    'is answered part by part as it is at once: %s',
    (_, scorer) => {
      const image = sharedImage(
        imageOf({
          algorithm: 'any',
          task: 'binary',
          target: 'y',
          classes: ['n', 'y'],
          features,
          scorer,
        }),
      );
      const model = modelOf(image);
      const row = fc.tuple(
        fc.oneof(fc.double({ noDefaultInfinity: true }), fc.double({ min: -10, max: 10 })),
        fc.constantFrom(0, 1, 2, Number.NaN),
      );
      fc.assert(
        fc.property(
          fc.array(row, { minLength: 1, maxLength: 300 }),
          fc.integer({ min: 1, max: 90 }),
          (rows, share) => {
            const table = { rows: rows.length, columns: 2, values: Float64Array.from(rows.flat()) };
            const batch = sharedBatch(image, table);
            for (let first = 0; first < rows.length; first += share) {
              // As a message brings it to another thread.
              const part = batch.part(first, Math.min(share, rows.length - first));
              runScoringTask(structuredClone(part));
            }
            expect(model.decide(batch.answers())).toEqual(model.score(table));
          },
        ),
        { numRuns: 30 },
      );
    },
  );

  it('takes the large arrays of a model along in shared memory', () => {
    const { scorer } = sharedImage(
      imageOf({
        algorithm: 'any',
        task: 'binary',
        target: 'y',
        classes: ['n', 'y'],
        features,
        scorer: forest,
      }),
    );
    if (scorer.kind !== 'ready-forest' || scorer.trees.form !== 'compiled')
      throw new TypeError('The forest was not compiled.');
    const { nodes } = scorer.trees.trees;
    expect(nodes.buffer).toBeInstanceOf(SharedArrayBuffer);
    const [first] = nodes;
    structuredClone(nodes)[0] = 7;
    expect(nodes[0]).toBe(7);
    expect(first).not.toBe(7);
  });
});
