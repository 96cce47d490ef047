import { once } from 'node:events';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, inferenceApi } from '@millrace/api';
import { ArrowReader } from '@millrace/frame';
import { frameOf, numbers, written } from '../testing/arrow-bodies.js';
import { serveModels, type ServedModels } from '../testing/serve-models.js';

let served: ServedModels;
let http: ServedModels['http'];
beforeAll(async () => {
  served = await serveModels();
  ({ http } = served);
});
afterAll(() => served.close());

const path = '/api/v1/models/sums/predict-batch';
const csv = { 'content-type': 'text/csv' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const textOf = async (response: Response) => {
  expect(response.status).toBe(200);
  return response.text();
};

/** What came of an answer, and whether that was all. */
async function received(response: Response): Promise<{ answered: Buffer; whole: boolean }> {
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      parts.push(chunk);
    }
    return { answered: Buffer.concat(parts), whole: true };
  } catch {
    return { answered: Buffer.concat(parts), whole: false };
  }
}

describe('a batch', () => {
  it('of CSV is answered in CSV, whatever columns it has beside the features', async () => {
    const response = await http.post(path, 'c,id,b,a\n5,x,3,1\n6,y,4,\n', csv);
    expect(response.headers.get('x-millrace-model-version')).toBe('1');
    expect(await textOf(response)).toBe('prediction,error\r\n531,\r\n1640,\r\n');
  });

  it('of lines of JSON is answered in lines of JSON', async () => {
    const rows = '{"a":1,"b":3,"c":5}\n\n{"a":2,"b":4,"c":6}';
    expect(await textOf(await http.post(path, rows, ndjson))).toBe(
      '{"prediction":531}\n{"prediction":642}\n',
    );
  });

  it('is answered in the format that is accepted', async () => {
    const row = '{"size":1,"count":2,"colour":"red","new":true}\n';
    const prices = '/api/v1/models/prices/versions/champion/predict-batch';
    expect(await textOf(await http.post(prices, row, { ...ndjson, accept: 'text/csv' }))).toBe(
      'prediction,probability_high,probability_low,error\r\nlow,0.1,0.9,\r\n',
    );
    expect(await textOf(await http.post(prices, row, ndjson))).toBe(
      '{"prediction":"low","probabilities":{"high":0.1,"low":0.9}}\n',
    );
  });

  it('has an error in the line of each row that does not fit, and answers the others', async () => {
    const rows = ['{"a":1,"b":3,"c":5}', '{"a":"x","b":4,"c":6}', 'no JSON', '{"a":2,"b":4,"c":6}'];
    const answer = await textOf(await http.post(path, rows.join('\n'), ndjson));
    expect(answer.trimEnd().split('\n')).toEqual([
      '{"prediction":531}',
      '{"error":"a must be a number, not a string"}',
      '{"error":"must be an object of feature names and values"}',
      '{"prediction":642}',
    ]);
    const table = await textOf(await http.post(path, 'a,b,c\n1,3\n1,3,5\n', csv));
    expect(table).toBe(
      'prediction,error\r\n,"must have 3 fields as the header has, not 2"\r\n531,\r\n',
    );
  });

  it('may be larger than a request of any other kind, and is packed as gzip', async () => {
    const rows = 25_000;
    const body = gzipSync(`a,b,c\n${'1,3,5\n'.repeat(rows)}`);
    const answer = await textOf(
      await http.post(path, body, { ...csv, 'content-encoding': 'gzip' }),
    );
    expect(answer.split('\r\n')).toHaveLength(rows + 2);
  });

  it('is answered while it is still being sent', async () => {
    const sending = request(http.origin + path, { method: 'POST', headers: ndjson });
    sending.write('{"a":1,"b":3,"c":5}\n');
    const [response] = (await once(sending, 'response')) as [AsyncIterable<Buffer>];
    const answers = response[Symbol.asyncIterator]();
    const first = await answers.next();
    expect(String(first.value)).toBe('{"prediction":531}\n');
    sending.end('{"a":2,"b":4,"c":6}\n');
    const second = await answers.next();
    expect(String(second.value)).toBe('{"prediction":642}\n');
  });

  it('that turns out to be wrong behind its first rows is broken off behind their answers, and says why in a last line', async () => {
    const response = await http.post(path, 'a,b,c\n1,3,5\n"2', csv);
    expect(response.status).toBe(200);
    const { answered, whole } = await received(response);
    expect(whole).toBe(false);
    const [head, first, last = '', ...more] = answered.toString().trimEnd().split('\r\n');
    expect([head, first, more]).toEqual(['prediction,error', '531,', []]);
    expect(JSON.parse(last.slice(2, -1).replaceAll('""', '"'))).toMatchObject({
      status: 400,
      detail: expect.stringMatching(/^Broken off behind row 1: /) as string,
    });
  });

  it('of Arrow that is broken off says why in a last row, which a client reports', async () => {
    const sums = frameOf(numbers('a', [1]), numbers('b', [3]), numbers('c', [5]));
    const arrow = { 'content-type': inferenceApi.arrowStreamType };
    // Ends within its second batch.
    const body = written(sums, sums).subarray(0, -20);
    const response = await http.post(path, body, arrow);
    expect(response.status).toBe(200);
    const { answered, whole } = await received(response);
    expect(whole).toBe(false);
    const batches = new ArrowReader().push(answered);
    expect(batches.map(({ rows }) => rows)).toEqual([1, 1]);
    const [said, error] = batches[1]?.frame().columns ?? [];
    expect(said?.kind === 'numeric' && said.values[0]).toBeNaN();
    const told =
      error?.kind === 'categorical' ? (error.categories[error.codes[0] ?? -1] ?? '') : '';
    expect(JSON.parse(told)).toMatchObject({ status: 400, detail: expect.any(String) as string });
    const downloading = createClient({ baseUrl: http.origin }).download(inferenceApi.predictBatch, {
      params: { name: 'sums' },
      body: { contentType: inferenceApi.arrowStreamType, content: body },
    });
    await expect(downloading).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(/^Broken off behind row 1: /) as string,
    });
  });

  it('of lines of JSON says in its last line why it is broken off, and behind which row', async () => {
    const long = `{"a":"${'x'.repeat(2 ** 20)}`;
    const response = await http.post(path, `{"a":1,"b":3,"c":5}\n${long}`, ndjson);
    expect(response.status).toBe(200);
    const { answered, whole } = await received(response);
    expect(whole).toBe(false);
    const [first, last = '', ...more] = answered.toString().trimEnd().split('\n');
    expect([first, more]).toEqual(['{"prediction":531}', []]);
    expect(JSON.parse(last)).toEqual({
      error: {
        type: 'urn:millrace:error:invalid-argument',
        title: 'Invalid request',
        status: 400,
        detail: 'Broken off behind row 1: A line is longer than 1048576 characters.',
        instance: `urn:millrace:request:${response.headers.get('x-correlation-id')}`,
      },
    });
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['misses a feature in its header', 'a,b\n1,2\n', csv, 400],
    ['is empty', '', csv, 400],
    ['opens a quote', 'a,b,c\n"1', csv, 400],
    ['is of another type', '{}', { 'content-type': 'application/json' }, 415],
    ['is packed in another way', 'x', { ...csv, 'content-encoding': 'br' }, 415],
  ])('that %s is refused', async (_, body, headers, status) => {
    const response = await http.post(path, body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('a prediction by version', () => {
  it('is answered by the version with that number or alias, and no other', async () => {
    const body = JSON.stringify({ instances: [{ a: 1, b: 3, c: 5 }] });
    const ask = (version: string) =>
      http.post(`/api/v1/models/sums/versions/${version}/predict`, body);
    for (const version of ['1', 'champion']) {
      expect(await (await ask(version)).json()).toMatchObject({ version: 1, predictions: [531] });
    }
    expect((await ask('2')).status).toBe(404);
  });
});
