import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { modelOfQuantity, modelThatAnswers, row } from '../testing/test-registry.js';

let inference: InferenceFixture;
let process: InferenceProcess;
beforeAll(async () => {
  inference = await openInference();
  process = await inference.process();
  inference.registry.promote(
    'prices',
    await inference.registry.add('prices', modelThatAnswers('low')),
  );
});
afterAll(async () => {
  await process.abandon();
  await inference.close();
});

const faultsOf = async (instances: readonly unknown[]) => {
  const error: unknown = await process
    .predict('prices', instances)
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'invalid_argument' });
  return (error as { faults: { field?: string; message: string }[] }).faults;
};

describe('a prediction', () => {
  it('answers each row with a class and the probability of every class', async () => {
    expect(await process.predict('prices', [row, { ...row, size: null, colour: 'green' }])).toEqual(
      {
        model: 'prices',
        version: 1,
        predictions: ['low', 'low'],
        probabilities: [
          { high: 0.1, low: 0.9 },
          { high: 0.1, low: 0.9 },
        ],
      },
    );
  });

  it('is the same by query, with an empty value for a missing one', async () => {
    const query = { size: '1.5', count: '', colour: 'red', new: 'true' };
    const reply = await process.call('predictOne', { params: { name: 'prices' }, query });
    expect(reply).toMatchObject({ status: 200, json: { version: 1, predictions: ['low'] } });
  });

  it('is the same over gRPC', async () => {
    expect(await process.grpc.predict({ model: 'prices', instances: [row] })).toMatchObject({
      version: 1,
      predictions: ['low'],
      probabilities: [{ byClass: { high: 0.1, low: 0.9 } }],
    });
  });

  it('of a quantity is a number, and there is nothing to say of probabilities', async () => {
    const version = await inference.registry.add('weights', modelOfQuantity(4207.5));
    inference.registry.promote('weights', version);
    expect(await process.predict('weights', [row, row])).toEqual({
      model: 'weights',
      version: 1,
      predictions: [4207.5, 4207.5],
    });
    expect(await process.grpc.predict({ model: 'weights', instances: [row] })).toMatchObject({
      predictions: [],
      probabilities: [],
      quantities: [4207.5],
    });
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['misses a feature', { size: 1, count: 2, colour: 'red' }, '/instances/0/new', /missing/],
    ['has one too many', { ...row, extra: 1 }, '/instances/0/extra', /no feature/],
    [
      'has text for a number',
      { ...row, size: 'large' },
      '/instances/0/size',
      /number, not a string/,
    ],
    ['has a number for text', { ...row, colour: 7 }, '/instances/0/colour', /string or a boolean/],
    ['has an infinite number', { ...row, size: Infinity }, '/instances/0/size', /finite/],
    ['has NaN', { ...row, size: Number.NaN }, '/instances/0/size', /finite/],
    ['names a feature like a path', { ...row, 'a/b~c': 1 }, '/instances/0/a~1b~0c', /no feature/],
  ])('is refused with the field when a row %s', async (_, instance, field, message) => {
    // Past the schema, which knows no signature and refuses some of these by itself.
    const error: unknown = await process.module.routes
      .find(({ endpoint }) => endpoint.operationId === 'predict')
      ?.handle({
        params: { name: 'prices' },
        query: {},
        body: { instances: [instance] },
        header: () => undefined,
      } as never)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'invalid_argument',
      faults: [{ field, message: expect.stringMatching(message) as string }],
    });
  });

  it('names the row and every field that is wrong', async () => {
    const faults = await faultsOf([row, { ...row, size: 'x', count: 'y' }, {}]);
    expect(faults.map(({ field }) => field)).toEqual([
      '/instances/1/size',
      '/instances/1/count',
      '/instances/2/size',
      '/instances/2/count',
      '/instances/2/colour',
      '/instances/2/new',
    ]);
  });

  it('takes a row named after a prototype for what it is: a feature too many', async () => {
    const instance = JSON.parse(
      '{"size":1,"count":2,"colour":"red","new":true,"__proto__":{"size":9}}',
    ) as object;
    const reply = process.module.routes
      .find(({ endpoint }) => endpoint.operationId === 'predict')
      ?.handle({
        params: { name: 'prices' },
        query: {},
        body: { instances: [instance] },
        header: () => undefined,
      } as never);
    await expect(reply).rejects.toMatchObject({
      faults: [{ field: '/instances/0/__proto__' }],
    });
  });

  it('does not list more faults than a person can read', async () => {
    const faults = await faultsOf(Array.from({ length: 1000 }, () => ({})));
    expect(faults).toHaveLength(100);
  });

  it('is not found for a model without a champion, and guessing names asks the registry once', async () => {
    const before = inference.registry.lookups;
    for (let i = 0; i < 5; i++) {
      await expect(process.predict('nobody', [row])).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(inference.registry.lookups - before).toBe(1);
    const after = inference.registry.lookups;
    for (const name of ['constructor', 'a'.repeat(128)]) {
      await expect(process.predict(name, [row])).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(inference.registry.lookups - after).toBe(2);
  });

  it.each(['..', '../x', 'a/b', 'a\0', '', ' x'])('refuses the model name %j', async (name) => {
    await expect(process.predict(name, [row])).rejects.toThrow();
  });

  it('is not given while its record cannot be kept', async () => {
    const other = await openInference();
    const broken = await other.process();
    other.registry.promote('prices', await other.registry.add('prices', modelThatAnswers('low')));
    await broken.predict('prices', [row]);
    await broken.journal.close();
    await expect(broken.predict('prices', [row])).rejects.toThrow();
    await other.close();
  });
});
