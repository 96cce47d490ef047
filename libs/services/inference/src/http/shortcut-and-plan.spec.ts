import { encodeModel } from '@millrace/ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { serveOverHttp, type ServedOverHttp } from '../testing/serve-over-http.js';
import { modelThatAnswers, modelThatSums } from '../testing/test-registry.js';

/** Says `100 a + 10 b + c` more than a million, and has its inputs in the order c, b, a. */
function modelInAnotherOrder(): Uint8Array {
  return encodeModel({
    algorithm: 'ridge-regression',
    task: 'regression',
    classes: [],
    target: 'sum',
    features: ['c', 'b', 'a'].map((name) => ({
      kind: 'numeric',
      name,
      type: 'number',
      missing: true,
    })),
    scorer: {
      kind: 'linear',
      link: 'identity',
      intercepts: Float64Array.of(1_000_000),
      weights: Float64Array.of(1, 1000, 10, 1000, 100, 1000),
      means: Float64Array.of(0, 0, 0),
    },
  });
}

let inference: InferenceFixture;
let process: InferenceProcess;
let http: ServedOverHttp;
beforeAll(async () => {
  inference = await openInference();
  const { registry } = inference;
  for (const [model, other] of [
    ['turned', modelInAnotherOrder()],
    ['replaced', modelThatAnswers('high')],
  ] as const) {
    registry.promote(model, await registry.add(model, modelThatSums()));
    await registry.add(model, other);
  }
  process = await inference.process();
  http = await serveOverHttp(process);
  for (const name of ['turned', 'replaced']) {
    const body = { shares: [{ to: 2, percent: 100 }] };
    await process.call('setTraffic', { params: { name }, body });
  }
});
afterAll(async () => {
  await http.close();
  await process.abandon();
  await inference.close();
});

const instances = JSON.stringify({ instances: [{ a: 1, b: 2, c: 3 }] });
const tensors = JSON.stringify({
  inputs: ['a', 'b', 'c'].map((name, at) => ({
    name,
    shape: [1],
    datatype: 'FP64',
    data: [at + 1],
  })),
});
const ask = async (path: string, body: string) => {
  const response = await http.post(path, body);
  return { status: response.status, json: (await response.json()) as unknown };
};

describe('a plain request that the plan gives to another version than the champion', () => {
  it('is read by the inputs of that version', async () => {
    // The champion comes first: it is loaded, and what it would read is not what the other takes.
    expect(await ask('/api/v1/models/turned/versions/1/predict', instances)).toMatchObject({
      json: { version: 1, predictions: [321] },
    });
    expect(await ask('/api/v1/models/turned/predict', instances)).toMatchObject({
      status: 200,
      json: { version: 2, predictions: [1_000_123] },
    });
    expect(await ask('/v2/models/turned/infer', tensors)).toMatchObject({
      status: 200,
      json: { model_version: '2', outputs: [{ data: [1_000_123] }] },
    });
  });

  it('is told what that version lacks', async () => {
    expect(await ask('/api/v1/models/replaced/versions/1/predict', instances)).toMatchObject({
      status: 200,
    });
    const named = await ask('/api/v1/models/replaced/predict', instances);
    expect(named.status).toBe(400);
    expect(JSON.stringify(named.json)).toContain('/instances/0/colour');
    const { status, json } = await ask('/v2/models/replaced/infer', tensors);
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain('must have an input for the feature');
  });
});
