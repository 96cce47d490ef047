import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInference } from '../testing/inference-fixture.js';
import { serveModels, type ServedModels } from '../testing/serve-models.js';
import { serveOverHttp } from '../testing/serve-over-http.js';
import { modelThatSums } from '../testing/test-registry.js';

let served: ServedModels;
let http: ServedModels['http'];
beforeAll(async () => {
  served = await serveModels();
  ({ http } = served);
});
afterAll(() => served.close());

const json = { 'content-type': 'application/json' };
const send = async (
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = json,
) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await http.post(path, text, headers);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};
const sums = '/api/v1/models/sums/invocations';

describe('an invocation', () => {
  it.each<[string, unknown]>([
    [
      'dataframe_split',
      {
        dataframe_split: {
          columns: ['c', 'x', 'a', 'b'],
          index: [7, 8],
          data: [
            [5, 0, 1, 3],
            [6, 0, 2, 4],
          ],
        },
      },
    ],
    [
      'dataframe_records',
      {
        dataframe_records: [
          { a: 1, b: 3, c: 5, x: 'y' },
          { a: 2, b: 4, c: 6 },
        ],
      },
    ],
    [
      'instances of named rows',
      {
        instances: [
          { a: 1, b: 3, c: 5 },
          { a: 2, b: 4, c: 6 },
        ],
      },
    ],
    [
      'instances of lists',
      {
        instances: [
          [1, 3, 5],
          [2, 4, 6],
        ],
      },
    ],
    ['inputs of columns', { inputs: { a: [1, 2], b: [[3], [4]], c: [5, 6] } }],
    [
      'inputs of lists',
      {
        inputs: [
          [1, 3, 5],
          [2, 4, 6],
        ],
        params: {},
      },
    ],
  ])('takes %s', async (_, body) => {
    expect(await send(sums, body)).toEqual({ status: 200, json: { predictions: [531, 642] } });
  });

  it('takes one row of inputs', async () => {
    const one = await send(sums, { inputs: { a: 1, b: 3, c: 5 } });
    expect(one.json).toEqual({ predictions: [531] });
  });

  it('takes CSV, with other columns and missing values', async () => {
    const csv = { 'content-type': 'text/csv; charset=UTF-8' };
    expect(await send(sums, 'c,target,b,a\r\n5,x,3,1\r\n6,y,4,NA\r\n', csv)).toEqual({
      status: 200,
      json: { predictions: [531, 1640] },
    });
    const prices = 'size,count,colour,new\n1.5,2,"red",True\n,,,\n';
    expect((await send('/api/v1/models/prices/invocations', prices, csv)).json).toEqual({
      predictions: ['low', 'low'],
    });
  });

  it('takes a key that only some records have for a missing value', async () => {
    const body = {
      dataframe_records: [
        { a: 1, b: 3, c: 5 },
        { a: 2, b: 4 },
      ],
    };
    expect((await send(sums, body)).json).toEqual({ predictions: [531, 1042] });
  });

  it('tells probabilities where the parameters ask for them', async () => {
    const path = '/api/v1/models/prices/invocations';
    const rows = { dataframe_records: [{ size: 1, count: 2, colour: 'red', new: true }] };
    expect((await send(path, rows)).json).toEqual({ predictions: ['low'] });
    const asked = { ...rows, params: { predict_method: 'predict_proba' } };
    expect((await send(path, asked)).json).toEqual({ predictions: [[0.1, 0.9]] });
  });

  it.each<[string, unknown, number]>([
    ['no form', {}, 400],
    ['two forms', { instances: [[1, 2, 3]], inputs: [[1, 2, 3]] }, 400],
    ['no rows', { instances: [] }, 400],
    ['a list', [], 400],
    [
      'rows that are uneven',
      { dataframe_split: { columns: ['a', 'b', 'c'], data: [[1, 2]] } },
      400,
    ],
    ['columns that are uneven', { inputs: { a: [1, 2], b: [1], c: [1, 2] } }, 400],
    ['lists that are narrow', { instances: [[1]] }, 400],
    ['a feature missing', { dataframe_records: [{ a: 1, b: 2 }] }, 400],
    ['unknown parameters', { instances: [[1, 2, 3]], params: { x: 1 } }, 400],
    [
      'probabilities of a regression',
      { instances: [[1, 2, 3]], params: { predict_method: 'predict_proba' } },
      400,
    ],
    ['what JSON reads of 1e999', '{"instances":[[1e999,2,3]]}', 400],
    ['no JSON', 'nothing', 400],
  ])('with %s is refused as MLflow does', async (_, body, status) => {
    const refused = await send(sums, body);
    expect(refused.status).toBe(status);
    expect(refused.json).toEqual({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.any(String) as string,
    });
  });

  it('that fails never tells what was sent', async () => {
    const secret = 'ssn-078-05-1120';
    const answers = [
      await send(sums, { dataframe_records: [{ a: secret, b: 1, c: 1, [secret]: 1 }] }),
      await send(sums, {
        dataframe_split: { columns: ['a', 'b', secret], data: [[1, 2, secret]] },
      }),
      await send(sums, `a,b,${secret}\n1,2,${secret}\n`, { 'content-type': 'text/csv' }),
      await send(sums, `{"instances": ${secret}`),
    ];
    for (const { status, json: told } of answers) {
      expect(status).toBe(400);
      expect(JSON.stringify(told)).not.toContain(secret);
    }
  });

  it.each([
    'text/plain',
    'application/vnd.apache.parquet',
    'application/json; charset=latin1',
    'application/json; format=pandas-split',
    'text/csv; header=absent',
  ])('of the media type %s is 415', async (type) => {
    expect(await send(sums, '{}', { 'content-type': type })).toMatchObject({
      status: 415,
      json: { error_code: 'BAD_REQUEST' },
    });
  });

  it('of a model nobody serves is not found', async () => {
    expect(await send('/api/v1/models/nobody/invocations', { instances: [[1]] })).toMatchObject({
      status: 404,
      json: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
  });
});

describe('the plain addresses', () => {
  it('answer by the one model in service, and say so when it is not one', async () => {
    const other = await openInference();
    const alone = await other.process();
    const served = await serveOverHttp(alone);
    expect((await served.get('/ping')).status).toBe(404);
    const body = JSON.stringify({ instances: [[1, 3, 5]] });
    expect((await served.post('/invocations', body)).status).toBe(404);
    for (const name of ['one', 'two']) {
      other.registry.promote(name, await other.registry.add(name, modelThatSums()));
      expect((await served.get(`/v2/models/${name}/ready`)).status).toBe(200);
      const answer = await served.post('/invocations', body);
      expect([name, answer.status]).toEqual([name, name === 'one' ? 200 : 409]);
    }
    for (const path of ['/ping', '/health']) {
      const health = await served.get(path);
      expect([health.status, await health.text()]).toEqual([200, '\n']);
    }
    expect(await (await served.get('/version')).text()).toMatch(/^\d+\.\d+\.\d+$/);
    await served.close();
    await alone.abandon();
    await other.close();
  });
});
