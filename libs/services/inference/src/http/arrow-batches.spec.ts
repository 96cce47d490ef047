import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArrowReader } from '@millrace/frame';
import { frameOf, numbers, texts, written } from '../testing/arrow-bodies.js';
import { serveModels, type ServedModels } from '../testing/serve-models.js';

let served: ServedModels;
let http: ServedModels['http'];
beforeAll(async () => {
  served = await serveModels();
  ({ http } = served);
});
afterAll(() => served.close());

const stream = 'application/vnd.apache.arrow.stream';
const arrow = { 'content-type': stream };

/** The columns of an answer in Arrow IPC, its batches one after the other. */
async function columnsOf(response: Response): Promise<Record<string, unknown[]>> {
  expect([response.status, response.headers.get('content-type')]).toEqual([200, stream]);
  const reader = new ArrowReader();
  const batches = reader.push(new Uint8Array(await response.arrayBuffer()));
  reader.finish();
  const columns: Record<string, unknown[]> = {};
  for (const column of batches.flatMap((batch) => batch.frame().columns)) {
    const all = (columns[column.name] ??= []);
    if (column.kind === 'numeric') {
      all.push(...Array.from(column.values, (value) => (Number.isNaN(value) ? null : value)));
    } else all.push(...Array.from(column.codes, (code) => column.categories[code] ?? null));
  }
  return columns;
}

const sums = frameOf(numbers('c', [5, 6]), numbers('a', [1, 2]), numbers('b', [3, 4]));

describe('a batch of Arrow IPC', () => {
  const path = '/api/v1/models/sums/predict-batch';

  it('is answered as an Arrow stream, batch by batch and whatever columns it has beside the features', async () => {
    const more = frameOf(...sums.columns, texts('id', ['x', 'y']));
    const response = await http.post(path, written(more, more), arrow);
    expect(response.headers.get('x-millrace-model-version')).toBe('1');
    expect(await columnsOf(response)).toEqual({
      prediction: [531, 642, 531, 642],
      error: [null, null, null, null],
    });
  });

  it('has classes, their probabilities and missing values', async () => {
    const rows = frameOf(
      numbers('size', [1, NaN]),
      numbers('count', [2, 3]),
      texts('colour', ['red', null]),
      {
        kind: 'categorical',
        name: 'new',
        type: 'boolean',
        codes: Int32Array.of(0, -1),
        categories: ['true'],
      },
    );
    const prices = '/api/v1/models/prices/versions/champion/predict-batch';
    expect(await columnsOf(await http.post(prices, written(rows), arrow))).toEqual({
      prediction: ['low', 'low'],
      probability_high: [0.1, 0.1],
      probability_low: [0.9, 0.9],
      error: [null, null],
    });
  });

  it('is answered in the format that is accepted, and answers in Arrow what came otherwise', async () => {
    const lines = await http.post(path, written(sums), { ...arrow, accept: 'text/csv' });
    expect(await lines.text()).toBe('prediction,error\r\n531,\r\n642,\r\n');
    const csv = { 'content-type': 'text/csv', accept: stream };
    expect(await columnsOf(await http.post(path, 'a,b,c\n1,3,5\n', csv))).toEqual({
      prediction: [531],
      error: [null],
    });
  });

  it('has an error in the row that does not fit, and answers the others', async () => {
    const rows = frameOf(
      numbers('a', [1, Infinity, 2]),
      numbers('b', [3, 3, 4]),
      numbers('c', [5, 5, 6]),
    );
    expect(await columnsOf(await http.post(path, written(rows), arrow))).toEqual({
      prediction: [531, null, 642],
      error: [null, 'a must be a finite number', null],
    });
  });

  it('may be larger than a request of any other kind', async () => {
    const values = Array.from({ length: 25_000 }, (_, row) => row % 10);
    const rows = frameOf(numbers('a', values), numbers('b', values), numbers('c', values));
    const { prediction } = await columnsOf(await http.post(path, written(rows), arrow));
    expect(prediction).toEqual(values.map((value) => 111 * value));
  });

  it.each<[string, Buffer<ArrayBuffer>, unknown]>([
    [
      'misses a feature',
      written(frameOf(numbers('a', [1]), numbers('b', [1]))),
      [{ field: '/c', message: 'has no column' }],
    ],
    [
      'has texts where numbers belong',
      written(frameOf(numbers('a', [1]), texts('b', ['1']), numbers('c', [1]))),
      [{ field: '/b', message: 'must be a column of numbers, not of texts' }],
    ],
    ['is cut off', written(sums).subarray(0, -200), undefined],
    ['is no Arrow IPC', Buffer.from('a,b,c\n1,2,3\n'), undefined],
  ])('that %s is refused', async (_, body, errors) => {
    const response = await http.post(path, body, arrow);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(((await response.json()) as { errors?: unknown }).errors).toEqual(errors);
  });
});

describe('named features in Arrow IPC', () => {
  const path = '/api/v1/models/sums/predict';

  it('are answered in JSON, and as a stream where that is accepted', async () => {
    const response = await http.post(path, written(sums, sums), arrow);
    expect([response.status, await response.json()]).toEqual([
      200,
      { model: 'sums', version: 1, predictions: [531, 642, 531, 642] },
    ]);
    const accepting = { ...arrow, accept: `${stream}, */*;q=0.1` };
    const versioned = '/api/v1/models/sums/versions/1/predict';
    for (const at of [path, versioned]) {
      expect(await columnsOf(await http.post(at, written(sums), accepting))).toEqual({
        prediction: [531, 642],
        error: [null, null],
      });
    }
  });

  it('are the rows of one request: each must fit, and there are at most as many as of JSON', async () => {
    const wrong = frameOf(numbers('a', [1, Infinity]), numbers('b', [3, 4]), numbers('c', [5, 6]));
    const response = await http.post(path, written(wrong), arrow);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ field: '/rows/1/a', message: 'must be a finite number' }],
    });
    const many = Array.from({ length: 10_001 }, () => 1);
    const rows = frameOf(numbers('a', many), numbers('b', many), numbers('c', many));
    const refused = await http.post(path, written(rows), arrow);
    expect(await refused.json()).toMatchObject({
      status: 400,
      detail: 'Send between 1 and 10000 rows, not 10001.',
    });
  });
});
