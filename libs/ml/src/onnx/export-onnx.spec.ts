import type { Frame } from '@millrace/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../features/encode-frame.js';
import type { Feature } from '../features/feature-table.js';
import { likeliestClasses } from '../metrics/evaluate-classification.js';
import { createRandom, type Random } from '../random/random.js';
import { createScorer } from '../scorers/create-scorer.js';
import type { ScorerState } from '../scorers/scorer-state.js';
import { TreeBuilder } from '../trees/tree-arrays.js';
import { exportOnnx, onnxOutputs, type OnnxSource } from './export-onnx.js';
import { onnxMetadata } from './onnx-metadata.fixture.js';
import { runOnnx } from './onnx-runtime.fixture.js';

const number: Feature = { kind: 'numeric', name: 'x', type: 'number', missing: true };
const prior = (shares: readonly number[]): ScorerState => ({
  kind: 'prior',
  prior: Float64Array.from(shares),
});
const numbers = (name: string, values: readonly number[]): Frame => ({
  rowCount: values.length,
  columns: [{ kind: 'numeric', name, type: 'number', values: Float64Array.from(values) }],
});

describe('the outputs', () => {
  it('are the class and a probability of each class', () => {
    expect(onnxOutputs({ features: [number], classes: ['no', 'yes'] })).toEqual({
      kind: 'classes',
      label: 'label',
      probabilities: ['probability_no', 'probability_yes'],
    });
  });

  it('are the value where there are no classes', () => {
    expect(onnxOutputs({ features: [number], classes: [] })).toEqual({
      kind: 'quantity',
      prediction: 'prediction',
    });
  });

  it('give way to features of their name', () => {
    const features = ['label', 'label_', 'probability_no'].map((name) => ({ ...number, name }));
    expect(onnxOutputs({ features, classes: ['no'] })).toMatchObject({
      label: 'label__',
      probabilities: ['probability_no_'],
    });
  });

  it('take the first of classes with the same share', async () => {
    const model = {
      features: [number],
      classes: ['b', 'a', 'c'],
      scorer: prior([0.2, 0.4, 0.4]),
    };
    const { label } = await runOnnx(exportOnnx(model).bytes, model.features, numbers('x', [1, 2]));
    expect(label).toEqual(['a', 'a']);
  });
});

describe('the metadata', () => {
  const propertiesOf = (classes: readonly string[], threshold?: number) => {
    const { bytes } = exportOnnx({
      features: [number],
      classes,
      scorer: prior(Array.from({ length: Math.max(1, classes.length) }, () => 0.25)),
      ...(threshold !== undefined && { threshold }),
    });
    return onnxMetadata(bytes);
  };

  it('name the classes in their order, the positive one of two, and its threshold', () => {
    expect(propertiesOf(['ja "', 'größe'], 0.3)).toEqual({
      'millrace.classes': '["ja \\"","größe"]',
      'millrace.positive_class': 'größe',
      'millrace.threshold': '0.3',
    });
    expect(propertiesOf(['a', 'b', 'c'])).toEqual({ 'millrace.classes': '["a","b","c"]' });
    expect(propertiesOf([])).toEqual({});
  });
});

describe('classes with the same share but for rounding', () => {
  // A third three times, and what is left of one: 0.3333333333333333 and 0.33333333333333337.
  const shares = Float64Array.of(1 / 3, 1 - 2 / 3, 1 / 3);

  it('are one as likely as the other, here and there', async () => {
    const model = { features: [number], classes: ['a', 'b', 'c'], scorer: prior([...shares]) };
    expect(shares[1]).toBeGreaterThan(shares[0] ?? 1);
    expect([...likeliestClasses(shares, 3)]).toEqual([0]);
    const { label } = await runOnnx(exportOnnx(model).bytes, model.features, numbers('x', [1]));
    expect(label).toEqual(['a']);
  });
});

describe('inputs', () => {
  const booleans: Feature = {
    kind: 'categorical',
    name: 'flag',
    type: 'boolean',
    missing: true,
    categories: ['true', 'false'],
  };
  // The value of `true` is 1, that of `false` 2, that of a gap 3.
  const model: OnnxSource = {
    features: [booleans],
    classes: [],
    scorer: {
      kind: 'linear',
      link: 'identity',
      intercepts: Float64Array.of(0),
      weights: Float64Array.of(1, 2, 3),
      means: Float64Array.of(0),
    },
  };

  it('read booleans among gaps as Python spells them, too, and any other text as a gap', async () => {
    const categories = ['true', 'True', 'false', 'False', 'nan', ''];
    const frame: Frame = {
      rowCount: categories.length,
      columns: [
        {
          kind: 'categorical',
          name: 'flag',
          type: 'boolean',
          codes: Int32Array.from(categories, (_, index) => index),
          categories,
        },
      ],
    };
    const { prediction } = await runOnnx(exportOnnx(model).bytes, model.features, frame);
    expect(prediction).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('are needed: a model that takes no features is refused', () => {
    expect(() =>
      exportOnnx({ features: [], classes: ['a', 'b'], scorer: prior([0.5, 0.5]) }),
    ).toThrow('takes no features');
  });
});

describe('scores past all bounds', () => {
  const slopes = (count: number): ScorerState => ({
    kind: 'linear',
    link: count === 1 ? 'logistic' : 'softmax',
    intercepts: new Float64Array(count),
    weights: Float64Array.from({ length: 2 * count }, (_, at) => (at < count ? 1e300 : 0)),
    means: new Float64Array(count),
  });

  it('leave every class the same share, as here', async () => {
    const model = { features: [number], classes: ['a', 'b', 'c'], scorer: slopes(3) };
    const told = await runOnnx(exportOnnx(model).bytes, model.features, numbers('x', [1e300]));
    expect([told.probability_a, told.probability_b, told.probability_c]).toEqual(
      Array.from(
        createScorer(model.scorer, { ...model, outputs: 3 })({
          rows: 1,
          columns: 1,
          values: Float64Array.of(1e300),
        }),
        (share) => [share],
      ),
    );
  });
});

describe('trees', () => {
  const categories = Array.from({ length: 200 }, (_, index) => `c${index}`);
  const features: readonly Feature[] = [
    number,
    { ...number, name: 'y' },
    {
      kind: 'categorical',
      name: 'few',
      type: 'string',
      missing: true,
      categories: categories.slice(0, 5),
    },
    { kind: 'categorical', name: 'many', type: 'string', missing: true, categories },
  ];
  // Neighbours among doubles, and what 32 bits cannot tell from them.
  const edges = [-1e300, -1, -0, 0, 5e-324, 0.1, 0.1 + 2 ** -56, 1 / 3, 1 / 3 + 2 ** -54, 1e300];

  function growTree(builder: TreeBuilder, random: Random, leafCount: { value: number }): void {
    const waiting = [{ node: builder.addRoot(), depth: 0 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, depth } = next;
      if (depth > 6 || random.next() < 0.2) {
        builder.setLeaf(node, leafCount.value++, 1);
        continue;
      }
      const feature = random.integer(features.length);
      const missingLeft = random.integer(2);
      const left =
        features[feature]?.kind === 'categorical'
          ? builder.splitByCategory(
              node,
              feature,
              Uint8Array.from({ length: 256 }, (_, category) =>
                category < 200 && random.next() < 0.3 ? 1 : 0,
              ),
              missingLeft,
            )
          : builder.splitByNumber(
              node,
              feature,
              edges[random.integer(edges.length)] ?? 0,
              missingLeft,
            );
      waiting.push({ node: left, depth: depth + 1 }, { node: left + 1, depth: depth + 1 });
    }
  }

  function randomFrame(random: Random, rowCount: number): Frame {
    return {
      rowCount,
      columns: features.map((feature) =>
        feature.kind === 'numeric'
          ? {
              kind: 'numeric' as const,
              name: feature.name,
              type: 'number' as const,
              values: Float64Array.from(
                { length: rowCount },
                () => [...edges, Number.NaN, Infinity, -Infinity][random.integer(13)] ?? 0,
              ),
            }
          : {
              kind: 'categorical' as const,
              name: feature.name,
              type: 'string' as const,
              codes: Int32Array.from(
                { length: rowCount },
                () => random.integer(feature.categories.length + 2) - 1,
              ),
              categories: [...feature.categories, 'never seen'],
            },
      ),
    };
  }

  it('of any shape send every row to the same leaf as here', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 - 1 }), async (seed) => {
        const random = createRandom(seed);
        const builder = new TreeBuilder();
        const leafCount = { value: 0 };
        const treeCount = 1 + random.integer(20);
        for (let tree = 0; tree < treeCount; tree++) growTree(builder, random, leafCount);
        // Powers of 2 add up without rounding: which leaves were met can be told from the sum.
        const leaves = Float64Array.from(
          { length: leafCount.value },
          (_, leaf) => 2 ** (leaf % 40),
        );
        const scorer: ScorerState = {
          kind: 'boosted',
          link: 'identity',
          ...builder.finish(),
          leaves,
          baselines: Float64Array.of(0),
        };
        const frame = randomFrame(random, 60);
        const { prediction } = await runOnnx(
          exportOnnx({ features, classes: [], scorer }).bytes,
          features,
          frame,
        );
        const own = createScorer(scorer, { features, outputs: 1 })(encodeFrame(features, frame));
        expect(prediction).toEqual([...own]);
      }),
      { numRuns: 40 },
    );
  });
});
