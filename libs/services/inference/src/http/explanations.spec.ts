import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PredictionBody, PredictionExplanationBody } from '@millrace/api';
import { ArrowReader } from '@millrace/frame';
import { frameOf, numbers, texts, written } from '../testing/arrow-bodies.js';
import { blendedModel, fittedModel } from '../testing/fitted-models.js';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { serveOverHttp, type ServedOverHttp } from '../testing/serve-over-http.js';
import { modelThatSums } from '../testing/test-registry.js';

let inference: InferenceFixture;
let process: InferenceProcess;
let http: ServedOverHttp;
beforeAll(async () => {
  inference = await openInference();
  const { registry } = inference;
  process = await inference.process();
  http = await serveOverHttp(process);
  registry.promote('sums', await registry.add('sums', modelThatSums()));
  for (const [name, algorithm, task] of [
    ['forest', 'random-forest', 'multiclass'],
    ['odds', 'gradient-boosting', 'binary'],
    ['amounts', 'gradient-boosting', 'regression'],
    ['lines', 'logistic-regression', 'multiclass'],
    ['near', 'k-nearest-neighbours', 'binary'],
  ] as const) {
    registry.promote(name, await registry.add(name, fittedModel(algorithm, task)));
  }
  registry.promote('mixed', await registry.add('mixed', blendedModel('binary')));
});
afterAll(async () => {
  await http.close();
  await process.abandon();
  await inference.close();
});

const ask = async (path: string, body: unknown) => {
  const response = await http.post(path, JSON.stringify(body));
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};
const predict = (model: string, instances: readonly unknown[], more: object = { explain: true }) =>
  ask(`/api/v1/models/${model}/predict`, { instances, ...more });
const explained = async (model: string, instances: readonly unknown[]) => {
  const { status, json } = await predict(model, instances);
  expect(status).toBe(200);
  return json as unknown as PredictionBody & { explanation: PredictionExplanationBody };
};

/** Scores of each row: base values and contributions added up. */
function scoresOf({ baseValues, contributions }: PredictionExplanationBody) {
  return contributions.map((row) =>
    Object.fromEntries(
      Object.entries(baseValues).map(([score, base]) => [
        score,
        Object.values(row[score] ?? {}).reduce((sum, value) => sum + value, base),
      ]),
    ),
  );
}

function softmax(scores: Readonly<Record<string, number>>): Record<string, number> {
  const most = Math.max(...Object.values(scores));
  const powers = Object.entries(scores).map(
    ([name, value]) => [name, Math.exp(value - most)] as const,
  );
  const sum = powers.reduce((total, [, power]) => total + power, 0);
  return Object.fromEntries(powers.map(([name, power]) => [name, power / sum]));
}

const rows = fc.array(
  fc.record({
    a: fc.option(fc.double({ min: -50, max: 50, noNaN: true })),
    b: fc.option(fc.constantFrom('p', 'q', 'r', 'never seen')),
    c: fc.option(fc.double({ min: -2, max: 2, noNaN: true })),
  }),
  { minLength: 1, maxLength: 5 },
);
const runs = { numRuns: 25 };

describe('rows of Arrow IPC', () => {
  const stream = 'application/vnd.apache.arrow.stream';
  const body = written(
    frameOf(numbers('a', [1, -2]), texts('b', ['p', null]), numbers('c', [0.5, 2])),
  );
  const instances = [
    { a: 1, b: 'p', c: 0.5 },
    { a: -2, b: null, c: 2 },
  ];

  it.each(['/predict', '/versions/1/predict'])(
    'are explained as named rows are (%s)',
    async (at) => {
      const path = `/api/v1/models/forest${at}?explain=true`;
      const response = await http.post(path, body, { 'content-type': stream });
      expect(await response.json()).toEqual(await explained('forest', instances));
      const named = await http.post(path, JSON.stringify({ instances }));
      expect(await named.json()).toEqual(await explained('forest', instances));
    },
  );

  it('are explained in columns where Arrow is accepted', async () => {
    const { explanation, predictions } = await explained('forest', instances);
    const headers = { 'content-type': stream, accept: stream };
    const response = await http.post('/api/v1/models/forest/predict?explain=true', body, headers);
    expect(response.headers.get('content-type')).toBe(stream);
    const [batch] = new ArrowReader().push(new Uint8Array(await response.arrayBuffer()));
    const columns = batch?.frame().columns ?? [];
    const valuesOf = (name: string) => {
      const column = columns.find((each) => each.name === name);
      return column?.kind === 'numeric' ? [...column.values] : undefined;
    };
    const [said] = columns;
    expect(
      said?.kind === 'categorical' && Array.from(said.codes, (code) => said.categories[code]),
    ).toEqual(predictions);
    for (const [score, base] of Object.entries(explanation.baseValues)) {
      expect(valuesOf(`base_${score}`)).toEqual([base, base]);
      for (const feature of ['a', 'b', 'c']) {
        expect(valuesOf(`contribution_${score}_${feature}`)).toEqual(
          explanation.contributions.map((row) => row[score]?.[feature]),
        );
      }
    }
  });

  it('are too many to explain beyond the bound, and the question has two answers', async () => {
    const many = written(
      frameOf(
        numbers('a', Array<number>(101).fill(1)),
        texts('b', Array<string>(101).fill('p')),
        numbers('c', Array<number>(101).fill(1)),
      ),
    );
    const post = (query: string) =>
      http.post(`/api/v1/models/forest/predict${query}`, many, { 'content-type': stream });
    expect((await post('?explain=true')).status).toBe(400);
    expect((await post('?explain=false')).status).toBe(200);
    expect((await post('?explain=perhaps')).status).toBe(400);
  });
});

describe('an answer with its explanation', () => {
  it('is counted by its rows', async () => {
    const counted = async () => {
      const { text } = await process.metrics.expose();
      const found = /^millrace_explained_predictions_total{model="sums",version="1"} (\d+)$/m.exec(
        text,
      );
      return Number(found?.[1] ?? 0);
    };
    const before = await counted();
    await predict('sums', [{ a: 1, b: 2, c: 3 }], {});
    expect(await counted()).toBe(before);
    await predict('sums', [
      { a: 1, b: 2, c: 3 },
      { a: 4, b: 5, c: 6 },
    ]);
    expect(await counted()).toBe(before + 2);
  });

  it('names what each feature adds to the number of a regression', async () => {
    const { predictions, explanation } = await explained('sums', [{ a: 1, b: 2, c: null }]);
    expect(predictions).toEqual([1021]);
    expect(explanation).toEqual({
      scale: 'value',
      method: 'exact',
      calibratedAfterwards: false,
      reference: 'training-rows',
      baseValues: { sum: 0 },
      contributions: [{ sum: { a: 1, b: 20, c: 1000 } }],
    });
  });

  it('adds up to the probabilities of a forest', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (instances) => {
        const { probabilities = [], explanation } = await explained('forest', instances);
        expect(explanation).toMatchObject({ scale: 'probability', method: 'exact' });
        scoresOf(explanation).forEach((scores, row) => {
          for (const [label, score] of Object.entries(scores)) {
            expect(score).toBeCloseTo(probabilities[row]?.[label] ?? Number.NaN, 9);
          }
          expect(Object.keys(scores)).toEqual(Object.keys(probabilities[row] ?? {}));
        });
      }),
      runs,
    );
  });

  it('adds up to the log odds of the second class where trees were boosted', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (instances) => {
        const { probabilities = [], explanation } = await explained('odds', instances);
        expect(explanation.scale).toBe('log-odds');
        scoresOf(explanation).forEach((scores, row) => {
          expect(Object.keys(scores)).toEqual(['low']);
          const probability = 1 / (1 + Math.exp(-(scores['low'] ?? 0)));
          expect(probability).toBeCloseTo(probabilities[row]?.['low'] ?? Number.NaN, 9);
        });
      }),
      runs,
    );
  });

  it('adds up to the number that boosted trees say', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (instances) => {
        const { predictions, explanation } = await explained('amounts', instances);
        scoresOf(explanation).forEach(({ price }, row) =>
          expect(price).toBeCloseTo(Number(predictions[row]), 8),
        );
      }),
      runs,
    );
  });

  it('adds up to what the softmax of a logistic regression is taken of', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (instances) => {
        const { probabilities = [], explanation } = await explained('lines', instances);
        expect(explanation).toMatchObject({ scale: 'class-score', method: 'exact' });
        scoresOf(explanation).forEach((scores, row) => {
          for (const [label, share] of Object.entries(softmax(scores))) {
            expect(share).toBeCloseTo(probabilities[row]?.[label] ?? Number.NaN, 9);
          }
        });
      }),
      runs,
    );
  });

  it('adds up to the probabilities of nearest neighbours and of what they are a member of', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('near', 'mixed'), async (instances, model) => {
        const { probabilities = [], explanation } = await explained(model, instances);
        expect(explanation).toMatchObject({
          scale: 'probability',
          method: model === 'near' ? 'exact' : 'rescaled',
          background: { rows: 64 },
        });
        scoresOf(explanation).forEach((scores, row) => {
          for (const [label, score] of Object.entries(scores)) {
            expect(score).toBeCloseTo(probabilities[row]?.[label] ?? Number.NaN, 9);
          }
        });
      }),
      runs,
    );
  });

  it('is the same by the version, and for a query of one row', async () => {
    const instances = [{ a: 1, b: 'q', c: 0.25 }];
    const { json } = await predict('forest', instances);
    const named = await ask('/api/v1/models/forest/versions/1/predict', {
      instances,
      explain: true,
    });
    expect(named.json).toEqual(json);
    const asked = await http.get('/api/v1/models/forest/predict?a=1&b=q&c=0.25&explain=true');
    expect(await asked.json()).toEqual(json);
  });

  it('is left out where it is not asked for', async () => {
    for (const more of [{}, { explain: false }]) {
      const { json } = await predict('forest', [{ a: 1, b: 'q', c: 0.25 }], more);
      expect(json).not.toHaveProperty('explanation');
    }
    const asked = await http.get('/api/v1/models/forest/predict?a=1&b=q&c=0.25&explain=false');
    expect(await asked.json()).not.toHaveProperty('explanation');
  });

  it('does not change what is answered or logged', async () => {
    const instances = [{ a: 1, b: 'q', c: 0.25 }];
    const { predictions, probabilities } = await explained('forest', instances);
    const { json } = await predict('forest', instances, {});
    expect(json).toMatchObject({ predictions, probabilities });
  });
});

describe('what cannot be explained', () => {
  it('are more rows than may take the time of others', async () => {
    const instances = Array.from({ length: 101 }, () => ({ a: 1, b: 2, c: 3 }));
    const { status, json } = await predict('sums', instances);
    expect([status, json['detail']]).toEqual([
      400,
      'Ask for the explanation of 100 rows at most, not 101.',
    ]);
    expect((await predict('sums', instances.slice(1))).status).toBe(200);
  });

  it.each(['yes', '1', ''])('is a question that is neither true nor false: %j', async (value) => {
    const response = await http.get(`/api/v1/models/sums/predict?a=1&b=2&c=3&explain=${value}`);
    expect(response.status).toBe(400);
  });
});

describe('the Open Inference Protocol', () => {
  const inputs = [
    { name: 'a', shape: [2], datatype: 'FP64', data: [1, -3] },
    { name: 'b', shape: [2], datatype: 'BYTES', data: ['q', 'r'] },
    { name: 'c', shape: [2], datatype: 'FP64', data: [0.25, 0.75] },
  ];
  interface Tensor {
    readonly name: string;
    readonly shape: readonly number[];
    readonly data: readonly (number | string)[];
    readonly parameters?: Record<string, unknown>;
  }
  const infer = async (more: object) => {
    const { status, json } = await ask('/v2/models/forest/infer', { inputs, ...more });
    expect([status, json['error']]).toEqual([200, undefined]);
    return json['outputs'] as readonly Tensor[];
  };

  it('has further outputs: contributions, what they are counted from, and what they speak of', async () => {
    const outputs = await infer({ parameters: { explain: true } });
    expect(outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['label', [2]],
      ['probabilities', [2, 3]],
      ['contributions', [2, 3, 3]],
      ['base', [3]],
      ['scores', [3]],
    ]);
    const [, probabilities, contributions, base, scores] = outputs;
    expect(scores?.data).toEqual(['high', 'low', 'middle']);
    expect(contributions?.parameters).toEqual({
      scale: 'probability',
      method: 'exact',
      reference: 'training-rows',
      calibrated_afterwards: false,
    });
    probabilities?.data.forEach((probability, at) => {
      const [row, score] = [Math.floor(at / 3), at % 3];
      const added = [0, 1, 2].map(
        (feature) => contributions?.data[(row * 3 + feature) * 3 + score],
      );
      const sum = added.reduce<number>(
        (total, each) => total + Number(each),
        Number(base?.data[score]),
      );
      expect(sum).toBeCloseTo(Number(probability), 9);
    });
    const { explanation } = await explained('forest', [{ a: 1, b: 'q', c: 0.25 }]);
    expect(contributions?.data[0]).toBe(explanation.contributions[0]?.['high']?.['a']);
  });

  it('explains for an output that is named, and leaves out what is not', async () => {
    const named = await infer({ outputs: [{ name: 'contributions' }] });
    expect(named.map(({ name }) => name)).toEqual(['contributions']);
    const others = await infer({ parameters: { explain: true }, outputs: [{ name: 'label' }] });
    expect(others.map(({ name }) => name)).toEqual(['label']);
  });

  it('says of what is found by asking the model how many rows stand for the training rows', async () => {
    const { json } = await ask('/v2/models/near/infer', { inputs, parameters: { explain: true } });
    expect(json['outputs']).toContainEqual(
      expect.objectContaining({
        name: 'contributions',
        parameters: {
          scale: 'probability',
          method: 'exact',
          reference: 'training-rows',
          calibrated_afterwards: false,
          background_rows: 64,
        },
      }),
    );
  });

  it('tells in its own form of a wrong parameter', async () => {
    const wrong = await ask('/v2/models/near/infer', { inputs, parameters: { explain: 'yes' } });
    expect(wrong).toEqual({
      status: 400,
      json: { error: '/parameters/explain must be true or false.' },
    });
  });
});

describe('MLflow scoring', () => {
  it('explains where params ask for it', async () => {
    const body = { instances: [{ a: 1, b: 2, c: 3 }], params: { explain: true } };
    expect(await ask('/api/v1/models/sums/invocations', body)).toMatchObject({
      status: 200,
      json: {
        predictions: [321],
        explanation: { contributions: [{ sum: { a: 1, b: 20, c: 300 } }] },
      },
    });
  });

  it('refuses what is neither true nor false, and other parameters', async () => {
    for (const params of [{ explain: 1 }, { explain: true, more: 1 }]) {
      const { status } = await ask('/api/v1/models/sums/invocations', {
        instances: [{ a: 1, b: 2, c: 3 }],
        params,
      });
      expect(status).toBe(400);
    }
  });
});
