import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInference } from '../testing/inference-fixture.js';
import { serveModels, type ServedModels } from '../testing/serve-models.js';
import { serveOverHttp } from '../testing/serve-over-http.js';
import { modelThatSums } from '../testing/test-registry.js';

let served: ServedModels;
let inference: ServedModels['inference'];
let process: ServedModels['process'];
let http: ServedModels['http'];
beforeAll(async () => {
  served = await serveModels();
  ({ inference, process, http } = served);
});
afterAll(() => served.close());

const get = async (path: string) => {
  const response = await http.get(path);
  return { status: response.status, json: (await response.json()) as unknown };
};
const post = async (path: string, body?: unknown) => {
  const response = await http.post(path, body === undefined ? '' : JSON.stringify(body));
  return { status: response.status, json: (await response.json()) as unknown };
};

describe('the server', () => {
  it('tells its name and the extensions it speaks', async () => {
    expect(await get('/v2')).toMatchObject({
      status: 200,
      json: {
        name: 'millrace',
        extensions: expect.arrayContaining(['binary_tensor_data', 'statistics']) as unknown,
      },
    });
  });

  it('is live at once, and ready when it has a model or knows the registry', async () => {
    const other = await openInference();
    const fresh = await other.process();
    const young = await serveOverHttp(fresh);
    expect(await (await young.get('/v2/health/live')).json()).toEqual({ live: true });
    const early = await young.get('/v2/health/ready');
    expect([early.status, await early.json()]).toEqual([503, { ready: false }]);
    await young.close();
    await fresh.abandon();
    await other.close();
    await get('/v2/models/sums');
    expect(await get('/v2/health/ready')).toEqual({ status: 200, json: { ready: true } });
  });
});

describe('a model', () => {
  it('tells an input a feature and the outputs it has', async () => {
    const prices = {
      name: 'prices',
      versions: ['1'],
      platform: 'millrace',
      inputs: [
        { name: 'size', datatype: 'FP64', shape: [-1, 1] },
        { name: 'count', datatype: 'FP64', shape: [-1, 1] },
        { name: 'colour', datatype: 'BYTES', shape: [-1, 1] },
        { name: 'new', datatype: 'BYTES', shape: [-1, 1] },
      ],
      outputs: [
        { name: 'label', datatype: 'BYTES', shape: [-1] },
        {
          name: 'probabilities',
          datatype: 'FP64',
          shape: [-1, 2],
          parameters: { classes: ['high', 'low'] },
        },
      ],
    };
    expect(await get('/v2/models/prices')).toEqual({ status: 200, json: prices });
    expect(await get('/v2/models/prices/versions/1')).toEqual({ status: 200, json: prices });
    expect(await get('/v2/models/sums')).toMatchObject({
      json: { outputs: [{ name: 'prediction', datatype: 'FP64', shape: [-1] }] },
    });
  });

  it('is ready when it answers, and unknown when there is none', async () => {
    const ready = { status: 200, json: { name: 'sums', ready: true } };
    expect(await get('/v2/models/sums/ready')).toEqual(ready);
    expect(await get('/v2/models/sums/versions/1/ready')).toEqual(ready);
    const unknown = { status: 404, json: { error: expect.any(String) as string } };
    expect(await get('/v2/models/sums/versions/7/ready')).toEqual(unknown);
    expect(await get('/v2/models/nobody/ready')).toEqual(unknown);
    expect(await get('/v2/models/nobody')).toEqual(unknown);
  });
});

describe('statistics', () => {
  it('count rows, runs and failures of a version', async () => {
    const { registry } = inference;
    registry.promote('counted', await registry.add('counted', modelThatSums()));
    const inputs = [{ name: 'input', datatype: 'FP64', shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }];
    expect((await post('/v2/models/counted/infer', { inputs })).status).toBe(200);
    expect((await post('/v2/models/counted/infer', { inputs })).status).toBe(200);
    expect((await post('/v2/models/counted/infer', { inputs: [] })).status).toBe(400);
    const entry = {
      name: 'counted',
      version: '1',
      inference_count: 4,
      execution_count: 2,
      inference_stats: { success: { count: 2 }, fail: { count: 1 }, compute_infer: { count: 2 } },
    };
    for (const path of ['/v2/models/counted/stats', '/v2/models/counted/versions/1/stats']) {
      expect(await get(path)).toMatchObject({ json: { model_stats: [entry] } });
    }
    const all = (await get('/v2/models/stats')).json as { model_stats: { name: string }[] };
    expect(all.model_stats.map(({ name }) => name)).toContain('counted');
    const answer = await process.openInference.modelStatistics({ name: 'counted', version: '' });
    expect(answer.modelStats).toMatchObject([{ inferenceCount: 4n, executionCount: 2n }]);
  });
});

describe('the repository', () => {
  it('takes a model out of service and back, and says so', async () => {
    const { registry } = inference;
    registry.promote('moved', await registry.add('moved', modelThatSums()));
    const entryOf = async (body?: unknown) => {
      const { json } = await post('/v2/repository/index', body);
      return (json as { name: string }[]).find(({ name }) => name === 'moved');
    };
    expect(await entryOf()).toEqual({
      name: 'moved',
      version: '1',
      state: 'UNAVAILABLE',
      reason: 'loaded when it is asked for',
    });
    expect(await post('/v2/repository/models/moved/load')).toEqual({ status: 200, json: {} });
    expect(await entryOf({ ready: true })).toMatchObject({ state: 'READY', reason: '' });

    const body = { parameters: { unload_dependents: false } };
    expect((await post('/v2/repository/models/moved/unload', body)).status).toBe(200);
    expect(await entryOf()).toMatchObject({ state: 'UNAVAILABLE', reason: 'unloaded' });
    expect(await entryOf({ ready: true })).toBeUndefined();
    expect(await get('/v2/models/moved/ready')).toEqual({
      status: 503,
      json: { name: 'moved', ready: false },
    });
    const away = await http.post('/v2/models/moved/infer', '{"inputs":[]}');
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '1']);
    await process.take('model.promoted', {
      model: 'moved',
      version: 1,
      alias: 'champion',
      previousVersion: undefined,
      reason: '',
    });
    expect(await entryOf()).toMatchObject({ reason: 'unloaded' });

    expect((await post('/v2/repository/models/moved/load', {})).status).toBe(200);
    expect((await get('/v2/models/moved/ready')).status).toBe(200);
  });

  it('tells the models that answer while the registry is away', async () => {
    await get('/v2/models/sums');
    inference.registry.away = true;
    const { status, json } = await post('/v2/repository/index');
    inference.registry.away = false;
    expect(status).toBe(200);
    expect(json).toContainEqual({ name: 'sums', version: '1', state: 'READY', reason: '' });
  });

  it('refuses what it cannot do', async () => {
    const load = '/v2/repository/models/sums/load';
    expect((await post(load, { parameters: { config: '{}' } })).status).toBe(400);
    expect((await post(load, [])).status).toBe(400);
    expect((await post('/v2/repository/models/nobody/load')).status).toBe(404);
    expect((await post('/v2/repository/models/nobody/unload')).status).toBe(404);
  });
});

describe('an address of the protocol that nothing is at', () => {
  it.each([
    ['GET', '/v2/nothing', 404, 'There is nothing at GET /v2/nothing.'],
    ['POST', '/v2/models/sums/ready', 404, 'There is nothing at POST /v2/models/sums/ready.'],
    ['GET', '/v2/models/%zz', 400, 'The request URL is malformed.'],
  ])('is told of in its own form: %s %s', async (method, path, status, error) => {
    const ask = method === 'GET' ? get : post;
    expect(await ask(path)).toEqual({ status, json: { error } });
  });

  it('is told of as a problem elsewhere', async () => {
    expect(await get('/api/v1/nothing')).toMatchObject({
      status: 404,
      json: { type: 'urn:millrace:error:not-found' },
    });
  });
});
