import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferTensorContents, ModelInferRequest } from '@millrace/contracts';
import { fittedModel } from '../testing/fitted-models.js';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { modelThatAnswers, modelThatSums } from '../testing/test-registry.js';

let inference: InferenceFixture;
let process: InferenceProcess;
beforeAll(async () => {
  inference = await openInference();
  const { registry } = inference;
  process = await inference.process();
  registry.promote('prices', await registry.add('prices', modelThatAnswers('low')));
  registry.promote('sums', await registry.add('sums', modelThatSums()));
  registry.promote(
    'near',
    await registry.add('near', fittedModel('k-nearest-neighbours', 'binary')),
  );
});
afterAll(async () => {
  await process.abandon();
  await inference.close();
});

const none: InferTensorContents = {
  boolContents: [],
  intContents: [],
  int64Contents: [],
  uintContents: [],
  uint64Contents: [],
  fp32Contents: [],
  fp64Contents: [],
  bytesContents: [],
};
const tensor = (
  name: string,
  datatype: string,
  contents: Partial<InferTensorContents> | undefined,
  shape = [1n, 1n],
) => ({
  name,
  datatype,
  shape,
  parameters: {},
  contents: contents && { ...none, ...contents },
});
const request = (modelName: string, more: Partial<ModelInferRequest>): ModelInferRequest => ({
  modelName,
  modelVersion: '',
  id: '',
  parameters: {},
  inputs: [],
  outputs: [],
  rawInputContents: [],
  ...more,
});
const sums = [
  tensor('a', 'FP32', { fp32Contents: [1] }),
  tensor('b', 'INT64', { int64Contents: [3n] }),
  tensor('c', 'UINT8', { uintContents: [5] }),
];
const doubles = (...values: number[]) => Buffer.from(Float64Array.from(values).buffer);
const raw = {
  inputs: [tensor('input', 'FP64', undefined, [1n, 3n])],
  rawInputContents: [doubles(1, 3, 5)],
};
const refusal = async (asked: ModelInferRequest) => {
  const error: unknown = await process.openInference
    .modelInfer(asked)
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'invalid_argument' });
  return (error as Error).message;
};

describe('inference over gRPC', () => {
  it('answers typed contents with typed contents, and repeats the id', async () => {
    const inputs = [
      tensor('size', 'FP64', { fp64Contents: [1.5] }),
      tensor('count', 'INT32', { intContents: [2] }),
      tensor('colour', 'BYTES', { bytesContents: [Buffer.from('red')] }),
      tensor('new', 'BOOL', { boolContents: [true] }),
    ];
    const answer = await process.openInference.modelInfer(request('prices', { id: '7', inputs }));
    expect(answer).toMatchObject({ modelName: 'prices', modelVersion: '1', id: '7' });
    expect(answer.rawOutputContents).toEqual([]);
    expect(answer.outputs).toMatchObject([
      { name: 'label', shape: [1n], contents: { bytesContents: [Buffer.from('low')] } },
      { name: 'probabilities', shape: [1n, 2n], contents: { fp64Contents: [0.1, 0.9] } },
    ]);
    const summed = await process.openInference.modelInfer(request('sums', { inputs: sums }));
    expect(summed.outputs[0]?.contents?.fp64Contents).toEqual([531]);
  });

  it('answers raw contents with raw contents', async () => {
    const answer = await process.openInference.modelInfer(request('sums', raw));
    expect(answer.outputs).toMatchObject([{ name: 'prediction', datatype: 'FP64', shape: [1n] }]);
    expect(answer.outputs[0]?.contents).toBeUndefined();
    expect(answer.rawOutputContents).toEqual([doubles(531)]);
  });

  it('is answered by the version that is named', async () => {
    const named = request('sums', { ...raw, modelVersion: '1' });
    expect(await process.openInference.modelInfer(named)).toMatchObject({ modelVersion: '1' });
    await expect(
      process.openInference.modelInfer({ ...named, modelVersion: '9' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each<[string, Partial<ModelInferRequest>, RegExp]>([
    [
      'mixes raw and typed',
      { ...raw, inputs: sums, rawInputContents: [doubles(1), doubles(1), doubles(1)] },
      /contents must be left out/,
    ],
    [
      'has a raw entry too many',
      { ...raw, rawInputContents: [doubles(1), doubles(2)] },
      /as many entries/,
    ],
    ['has raw bytes that do not fit', { ...raw, rawInputContents: [doubles(1)] }, /24 bytes/],
    [
      'has 2^53 + 1',
      { inputs: [tensor('a', 'INT64', { int64Contents: [2n ** 53n + 1n] })] },
      /INT64/,
    ],
    ['has 300 in UINT8', { inputs: [tensor('a', 'UINT8', { uintContents: [300] })] }, /UINT8/],
    [
      'has a shape of 2^62 elements',
      { inputs: [tensor('a', 'FP64', {}, [2n ** 31n, 2n ** 31n])] },
      /too many/,
    ],
    ['has a negative shape', { inputs: [tensor('a', 'FP64', {}, [-1n])] }, /whole numbers/],
    [
      'has contents of another datatype',
      { inputs: [tensor('a', 'FP64', { fp32Contents: [1] })] },
      /not 0/,
    ],
    [
      'has typed FP16',
      { inputs: [tensor('a', 'FP16', { fp32Contents: [1] })] },
      /raw_input_contents/,
    ],
    ['has no contents', { inputs: [tensor('a', 'FP64', undefined)] }, /not 0/],
    [
      'has bytes that are no UTF-8',
      { inputs: [tensor('a', 'BYTES', { bytesContents: [Buffer.of(255)] })] },
      /UTF-8/,
    ],
    [
      'asks for an unknown output',
      { ...raw, outputs: [{ name: 'x', parameters: {} }] },
      /one of prediction/,
    ],
  ])('is refused when a request %s', async (_, more, message) => {
    expect(await refusal(request('sums', more))).toMatch(message);
  });

  it('is not begun when nobody waits for it', async () => {
    const call = process.openInference.modelInfer(request('sums', raw), {
      signal: AbortSignal.abort(),
    });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the rest of the service', () => {
  it('tells of server, model and repository as REST does', async () => {
    const { openInference: client } = process;
    expect(await client.serverLive({})).toEqual({ live: true });
    expect(await client.modelReady({ name: 'sums', version: '' })).toEqual({ ready: true });
    expect(await client.serverReady({})).toEqual({ ready: true });
    expect(await client.serverMetadata({})).toMatchObject({ name: 'millrace' });
    expect(await client.modelMetadata({ name: 'sums', version: '1' })).toMatchObject({
      versions: ['1'],
      inputs: [{ name: 'a', datatype: 'FP64', shape: [-1n, 1n] }, {}, {}],
      outputs: [{ name: 'prediction', shape: [-1n] }],
    });
    await expect(client.modelReady({ name: 'nobody', version: '' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const unload = { repositoryName: '', modelName: 'sums', parameters: {} };
    await client.repositoryModelUnload(unload);
    expect(await client.modelReady({ name: 'sums', version: '' })).toEqual({ ready: false });
    const index = await client.repositoryIndex({ repositoryName: '', ready: false });
    expect(index.models.find(({ name }) => name === 'sums')).toMatchObject({
      version: '1',
      state: 'UNAVAILABLE',
    });
    await client.repositoryModelLoad(unload);
    expect(await client.modelReady({ name: 'sums', version: '' })).toEqual({ ready: true });
  });
});

describe('an explanation over gRPC', () => {
  it('comes as further outputs where the parameter explain asks for it', async () => {
    const explain = { parameterChoice: { $case: 'boolParam', value: true } } as const;
    const { outputs } = await process.openInference.modelInfer(
      request('sums', { inputs: sums, parameters: { explain } }),
    );
    expect(
      outputs.map(({ name, shape, contents }) => [name, shape, contents?.fp64Contents]),
    ).toEqual([
      ['prediction', [1n], [531]],
      ['contributions', [1n, 3n, 1n], [1, 30, 500]],
      ['base', [1n], [0]],
      ['scores', [1n], []],
    ]);
    expect(outputs[1]?.parameters['scale']).toEqual({
      parameterChoice: { $case: 'stringParam', value: 'value' },
    });
  });

  it('says how many rows stand for the training rows where the model is asked', async () => {
    const explain = { parameterChoice: { $case: 'boolParam', value: true } } as const;
    const { outputs } = await process.openInference.modelInfer(
      request('near', {
        inputs: [
          tensor('a', 'FP64', { fp64Contents: [1] }),
          tensor('b', 'BYTES', { bytesContents: [Buffer.from('q')] }),
          tensor('c', 'FP64', { fp64Contents: [0.5] }),
        ],
        parameters: { explain },
      }),
    );
    const found = outputs.find(({ name }) => name === 'contributions');
    expect(found?.parameters['background_rows']).toEqual({
      parameterChoice: { $case: 'int64Param', value: 64n },
    });
  });

  it('is refused for a parameter of another type', async () => {
    const explain = { parameterChoice: { $case: 'stringParam', value: 'true' } } as const;
    const asked = process.openInference.modelInfer(
      request('sums', { inputs: sums, parameters: { explain } }),
    );
    await expect(asked).rejects.toThrow('/parameters/explain must be a bool_param');
  });
});
