import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchesOf } from '../domain/prediction-batches.js';
import { serveModels, type ServedModels } from '../testing/serve-models.js';

let served: ServedModels;
let process: ServedModels['process'];
let http: ServedModels['http'];
beforeAll(async () => {
  served = await serveModels();
  ({ process, http } = served);
});
afterAll(() => served.close());

const tensor = (name: string, data: unknown[], datatype = 'FP64', shape = [data.length, 1]) => ({
  name,
  datatype,
  shape,
  data,
});
const sums = [tensor('a', [1, 2]), tensor('b', [3, 4]), tensor('c', [5, 6])];
const prices = [
  tensor('size', [1.5]),
  tensor('count', [2], 'INT32'),
  tensor('colour', ['red'], 'BYTES'),
  tensor('new', [true], 'BOOL'),
];

const infer = async (model: string, body: unknown) => {
  const response = await http.post(`/v2/models/${model}/infer`, JSON.stringify(body));
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};
const dataOf = ({ json }: { json: Record<string, unknown> }) => {
  expect(json).not.toHaveProperty('error');
  return (json['outputs'] as { data: unknown[] }[]).map(({ data }) => data);
};
const errorOf = ({ status, json }: { status: number; json: Record<string, unknown> }) => {
  expect(Object.keys(json)).toEqual(['error']);
  return `${status} ${String(json['error'])}`;
};

describe('inference for a tensor a feature', () => {
  it('says the class and the probability of each, and repeats the id', async () => {
    expect(await infer('prices', { id: 'é-1', inputs: prices })).toEqual({
      status: 200,
      json: {
        model_name: 'prices',
        model_version: '1',
        id: 'é-1',
        outputs: [
          { name: 'label', datatype: 'BYTES', shape: [1], data: ['low'] },
          { name: 'probabilities', datatype: 'FP64', shape: [1, 2], data: [0.1, 0.9] },
        ],
      },
    });
  });

  it('says the number of a regression, row by row, whatever the order of the inputs', async () => {
    expect(dataOf(await infer('sums', { inputs: sums }))).toEqual([[531, 642]]);
    expect(dataOf(await infer('sums', { inputs: [...sums].reverse() }))).toEqual([[531, 642]]);
  });

  it('takes flat shapes, every datatype of numbers, and null for what is missing', async () => {
    const inputs = [
      tensor('a', [1, null], 'FP32', [2]),
      tensor('b', [3, 4], 'UINT8', [2]),
      tensor('c', [5, 6], 'INT64', [2]),
    ];
    expect(dataOf(await infer('sums', { inputs }))).toEqual([[531, 1640]]);
  });

  it('takes all features of a model of numbers as one tensor, flat or nested', async () => {
    const all = (data: unknown[]) => tensor('input', data, 'FP64', [2, 3]);
    for (const data of [
      [1, 3, 5, 2, 4, 6],
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
    ]) {
      expect(dataOf(await infer('sums', { inputs: [all(data)] }))).toEqual([[531, 642]]);
    }
  });

  it('returns the outputs that were asked for alone, in their order', async () => {
    const outputs = [{ name: 'probabilities' }, { name: 'label' }];
    const both = await infer('prices', { inputs: prices, outputs });
    expect(dataOf(both)).toEqual([[0.1, 0.9], ['low']]);
    const one = await infer('prices', { inputs: prices, outputs: [{ name: 'label' }] });
    expect(dataOf(one)).toEqual([['low']]);
  });

  it('is answered by the version in the path, by number or alias', async () => {
    for (const version of ['1', 'champion']) {
      const path = `/v2/models/sums/versions/${version}/infer`;
      const response = await http.post(path, JSON.stringify({ inputs: sums }));
      expect(await response.json()).toMatchObject({ model_version: '1' });
    }
    for (const version of ['2', 'nobody', '99999999999999']) {
      const path = `/v2/models/sums/versions/${version}/infer`;
      const response = await http.post(path, JSON.stringify({ inputs: sums }));
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ error: expect.stringContaining('is not there') });
    }
  });

  it('keeps what was asked in the prediction log', async () => {
    await infer('sums', { inputs: sums });
    const lines: string[] = [];
    for (const segment of await process.journal.seal()) {
      for (const { chunks } of await batchesOf(segment.records())) {
        lines.push(...Buffer.concat(chunks).toString().split('\n'));
      }
    }
    expect(lines.some((line) => line.includes('"a":2,"b":4,"c":6'))).toBe(true);
  });
});

describe('a request that is wrong', () => {
  it.each<[string, unknown, RegExp]>([
    ['is a list', [], /must be an object/],
    ['has no inputs', {}, /^400 \/inputs must be a list/],
    ['has an empty list of inputs', { inputs: [] }, /^400 .*between 1 and 10000 rows/],
    ['has an id that is no text', { id: 1, inputs: sums }, /\/id must be a string/],
    ['has parameters that are none', { parameters: 1, inputs: sums }, /\/parameters must be/],
    ['misses a feature', { inputs: sums.slice(1) }, /an input for the feature \\?"a"/],
    ['has one too many', { inputs: [...sums, tensor('d', [1, 2])] }, /\/inputs\/3\/name is no/],
    ['has one twice', { inputs: [...sums, sums[0]] }, /\/inputs\/3\/name is the name of another/],
    ['has rows apart', { inputs: [sums[0], sums[1], tensor('c', [1])] }, /\/inputs\/2\/shape/],
    ['has a wide column', { inputs: [tensor('a', [1, 2], 'FP64', [1, 2])] }, /\[rows, 1\]/],
    ['has an unknown datatype', { inputs: [tensor('a', [1], 'FP8')] }, /\/inputs\/0\/datatype/],
    [
      'has a datatype from the prototype',
      { inputs: [tensor('a', [1], 'constructor')] },
      /datatype/,
    ],
    ['has a text for a number', { inputs: [tensor('a', ['x'], 'BYTES')] }, /\/inputs/],
    ['has FP16 in JSON', { inputs: [tensor('a', [1], 'FP16')] }, /binary form/],
    [
      'asks for an unknown output',
      { inputs: sums, outputs: [{ name: 'x' }] },
      /be one of prediction/,
    ],
    ['is too narrow as one tensor', { inputs: [tensor('input', [1], 'FP64', [1, 1])] }, /rows, 3/],
    [
      'tells of a raw tensor there is not',
      { inputs: [{ ...tensor('a', []), data: undefined, parameters: { binary_data_size: 8 } }] },
      /beyond the body|8 bytes|elements/,
    ],
  ])('and %s is refused with the place', async (_, body, error) => {
    expect(errorOf(await infer('sums', body))).toMatch(error);
  });

  it('has the status of its fault', async () => {
    const post = async (path: string, body: string, headers?: Record<string, string>) =>
      (await http.post(path, body, headers)).status;
    expect(await post('/v2/models/nobody/infer', '{"inputs":[]}')).toBe(404);
    expect(await post('/v2/models/..%2Fsums/infer', '{"inputs":[]}')).toBe(400);
    expect(await post('/v2/models/sums/infer', 'no JSON')).toBe(400);
    expect(await post('/v2/models/sums/infer', '')).toBe(400);
    const text = { 'content-type': 'text/plain' };
    expect(await post('/v2/models/sums/infer', '{}', text)).toBe(415);
    const packed = { 'content-type': 'application/json', 'content-encoding': 'br' };
    expect(await post('/v2/models/sums/infer', '{}', packed)).toBe(415);
    const binary = { 'content-type': 'application/octet-stream' };
    const told = { ...binary, 'inference-header-content-length': '99' };
    expect(await post('/v2/models/sums/infer', '{}', told)).toBe(400);
    const half = { ...binary, 'inference-header-content-length': '1.5' };
    expect(await post('/v2/models/sums/infer', '{}', half)).toBe(400);
  });

  it('never lists all that is wrong with a large one', async () => {
    const inputs = Array.from({ length: 5_000 }, (_, at) => tensor(`x${at}`, [1]));
    const { json } = await infer('sums', { inputs });
    expect(String(json['error']).length).toBeLessThan(1_000);
  });

  it('and would unpack to more than the limit is cut off', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 2 ** 20, ' '));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await http.post('/v2/models/sums/infer', bomb, headers);
    expect(response.status).toBe(413);
  });

  it('with 200,000 nested lists or names of a prototype disturbs nothing', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const path = '/v2/models/sums/infer';
    const nested = `{"inputs":[{"name":"a","datatype":"FP64","shape":[1,1],"data":${deep}}]}`;
    expect((await http.post(path, nested)).status).toBe(400);
    const named = `{"__proto__":{"inputs":[]},"inputs":[{"name":"__proto__","datatype":"FP64","shape":[1],"data":[1]}]}`;
    expect((await http.post(path, named)).status).toBe(400);
    expect(dataOf(await infer('sums', { inputs: sums }))).toEqual([[531, 642]]);
  });
});

describe('tensors in binary form', () => {
  const raw = (name: string, bytes: Uint8Array, datatype: string, shape: number[]) => ({
    head: { name, datatype, shape, parameters: { binary_data_size: bytes.length } },
    bytes,
  });
  const doubles = (...values: number[]) => new Uint8Array(Float64Array.from(values).buffer);
  const send = async (
    model: string,
    parts: { head: object; bytes: Uint8Array }[],
    more: object = {},
  ) => {
    const json = Buffer.from(JSON.stringify({ inputs: parts.map(({ head }) => head), ...more }));
    return http.post(
      `/v2/models/${model}/infer`,
      Buffer.concat([json, ...parts.map(({ bytes }) => bytes)]),
      {
        'content-type': 'application/octet-stream',
        'inference-header-content-length': String(json.length),
      },
    );
  };
  const parts = [
    raw('a', doubles(1, Number.NaN), 'FP64', [2, 1]),
    raw('b', Uint8Array.of(0, 0x42, 0, 0x44), 'FP16', [2, 1]),
    raw('c', Uint8Array.of(5, 6), 'UINT8', [2]),
  ];

  it('are taken, NaN for what is missing, and answered in JSON unless asked otherwise', async () => {
    const response = await send('sums', parts);
    expect(await response.json()).toMatchObject({ outputs: [{ data: [531, 1640] }] });
  });

  it('come back where they were asked for', async () => {
    const response = await send('sums', parts, { parameters: { binary_data_output: true } });
    const length = Number(response.headers.get('inference-header-content-length'));
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const body = Buffer.from(await response.arrayBuffer());
    expect(JSON.parse(body.subarray(0, length).toString())).toMatchObject({
      outputs: [{ name: 'prediction', shape: [2], parameters: { binary_data_size: 16 } }],
    });
    expect([body.readDoubleLE(length), body.readDoubleLE(length + 8)]).toEqual([531, 1640]);
  });

  it('come back for the outputs that say so, the others in JSON', async () => {
    const outputs = [
      { name: 'label', parameters: { binary_data: false } },
      { name: 'probabilities' },
    ];
    const request = { inputs: prices, outputs, parameters: { binary_data_output: true } };
    const response = await http.post('/v2/models/prices/infer', JSON.stringify(request));
    const length = Number(response.headers.get('inference-header-content-length'));
    const body = Buffer.from(await response.arrayBuffer());
    expect(JSON.parse(body.subarray(0, length).toString())).toMatchObject({
      outputs: [{ data: ['low'] }, { parameters: { binary_data_size: 16 } }],
    });
    expect(body.readDoubleLE(length + 8)).toBe(0.9);
  });

  it('are refused with bytes too many or too few, and beside data', async () => {
    const short = [...parts.slice(0, 2), raw('c', Uint8Array.of(5), 'UINT8', [2])];
    expect((await send('sums', short)).status).toBe(400);
    const rest = { head: {}, bytes: Uint8Array.of(1) };
    const long = [...parts.slice(0, 2), { ...parts[2], bytes: Uint8Array.of(5, 6, 7) }] as never;
    expect((await send('sums', long)).status).toBe(400);
    expect((await send('sums', [...parts, rest])).status).toBe(400);
    const [first] = parts;
    const twice = { head: { ...first?.head, data: [1, 2] }, bytes: doubles(1, 2) };
    expect(await (await send('sums', [twice, ...parts.slice(1)])).text()).toMatch(/left out/);
  });
});
