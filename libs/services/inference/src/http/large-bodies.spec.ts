import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlinePool } from '@millrace/task-pool-threads';
import { runThreadTask, type ThreadTask } from '../domain/threads/thread-task.js';
import { fittedModel } from '../testing/fitted-models.js';
import { openInference } from '../testing/inference-fixture.js';
import { serveOverHttp } from '../testing/serve-over-http.js';
import { modelThatAnswers, modelThatSums } from '../testing/test-registry.js';

const kinds: ThreadTask['kind'][] = [];
/** Bodies are made longer than what is read on the event loop by what JSON allows anywhere. */
const padding = ' '.repeat(256 * 1024);

async function served(pooled: 'pooled' | 'alone') {
  const inference = await openInference();
  const scoring = inlinePool((task: ThreadTask) => {
    kinds.push(task.kind);
    return runThreadTask(task);
  });
  const process = await inference.process({}, pooled === 'pooled' ? { scoring } : {});
  const http = await serveOverHttp(process);
  for (const [name, file] of [
    ['sums', modelThatSums()],
    ['prices', modelThatAnswers('low')],
    ['forest', fittedModel('random-forest', 'multiclass')],
  ] as const) {
    inference.registry.promote(name, await inference.registry.add(name, file));
  }
  return {
    http,
    async close() {
      await http.close();
      await process.abandon();
      await inference.close();
    },
  };
}

let here: Awaited<ReturnType<typeof served>>;
let threads: Awaited<ReturnType<typeof served>>;
beforeAll(async () => {
  here = await served('alone');
  threads = await served('pooled');
});
afterAll(async () => {
  await here.close();
  await threads.close();
});

const json = { 'content-type': 'application/json', 'x-correlation-id': 'the-same' };

/** Asks both ways, which must say the same, byte for byte. */
async function ask(path: string, body: string | Buffer<ArrayBuffer>, headers: object = json) {
  const sent = { ...json, ...headers };
  const [one, other] = await Promise.all(
    [here, threads].map(async ({ http }) => {
      const response = await http.post(path, body, sent);
      const { status } = response;
      const told = ['content-type', 'inference-header-content-length', 'content-length'].map(
        (name) => response.headers.get(name),
      );
      return { status, told, text: await response.text() };
    }),
  );
  expect(other).toEqual(one);
  return { status: one?.status ?? 0, text: one?.text ?? '' };
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1000, max: 1000 }),
);
const values = {
  sums: fc.record({ a: fc.option(number), b: fc.option(number), c: fc.option(number) }),
  prices: fc.record({
    size: number,
    count: fc.integer(),
    colour: fc.constantFrom('red', 'blue', 'grün', '"'),
    new: fc.boolean(),
  }),
  forest: fc.record({ a: number, b: fc.constantFrom('p', 'q', 'other'), c: number }),
};
const asked = fc
  .constantFrom('sums' as const, 'prices' as const, 'forest' as const)
  .chain((model) =>
    fc
      .array(values[model] as fc.Arbitrary<Record<string, unknown>>, { minLength: 1, maxLength: 4 })
      .map((rows) => ({ model, rows })),
  );
type Row = Record<string, unknown>;

function seldom<T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(some, { freq: 1 });
}

/** Something else in one place of a body, or nothing there at all. */
const change = fc.record({
  at: fc.nat(),
  to: fc.oneof(
    fc.constantFrom(undefined, null, [], {}, 'NaN', -1, 1e300, true, [[1]], { __proto__: 1 }),
    fc.jsonValue({ maxDepth: 2 }),
  ),
});
const changes = fc.array(change, { maxLength: 1 });

/** Every member and element of some JSON, as a setter. */
function places(json: unknown): ((value: unknown) => void)[] {
  if (typeof json !== 'object' || json === null) return [];
  const of = json as Row;
  return Object.keys(of).flatMap((key) => [
    (value: unknown) => {
      if (value === undefined) Reflect.deleteProperty(of, key);
      else of[key] = value;
    },
    ...places(of[key]),
  ]);
}

/** The text of a body with what is changed in it, and with letters left out. */
const spoiled = (body: unknown, wanted: readonly { at: number; to: unknown }[]): string => {
  const own = JSON.parse(JSON.stringify(body)) as unknown;
  for (const { at, to } of wanted) {
    const all = places(own);
    all[at % Math.max(1, all.length)]?.(to);
  }
  return JSON.stringify(own);
};
const cut = seldom(fc.nat());
const withCut = (text: string, at: number | null) => {
  if (at === null) return text + padding;
  const place = at % text.length;
  return text.slice(0, place) + text.slice(place + 1) + padding;
};

function tensorsOf(rows: readonly Row[]) {
  return Object.keys(rows[0] ?? {}).map((name) => {
    const data = rows.map((each) => each[name] ?? null);
    const [kind] = data.filter((each) => each !== null).map((each) => typeof each);
    const datatype = kind === 'string' ? 'BYTES' : kind === 'boolean' ? 'BOOL' : 'FP64';
    return { name, shape: [rows.length, 1], datatype, data };
  });
}

const runs = { numRuns: 150 };

describe('a large body says the same on a scoring thread as on the event loop', () => {
  it('when it has named rows', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        asked,
        fc.option(fc.boolean()),
        changes,
        cut,
        fc.constantFrom('', '/versions/1', '/versions/7'),
        async ({ model, rows }, explain, wanted, at, version) => {
          const body = { instances: rows, ...(explain !== null && { explain }) };
          const path = `/api/v1/models/${model}${version}/predict`;
          seen.add((await ask(path, withCut(spoiled(body, wanted), at))).status);
        },
      ),
      runs,
    );
    expect([...seen].sort()).toEqual([200, 400, 404]);
  });

  it('when it has tensors', async () => {
    const seen = new Set<number>();
    const more = fc.record(
      {
        id: fc.oneof(fc.string(), fc.integer()),
        outputs: fc.array(
          fc.record({
            name: fc.constantFrom('label', 'probabilities', 'prediction', 'contributions', '?'),
            parameters: fc.constantFrom({}, { binary_data: true }, { binary_data: 1 }),
          }),
          { maxLength: 2 },
        ),
        parameters: fc.constantFrom({}, { binary_data_output: true }, { explain: true }, 3),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        asked,
        seldom(more),
        changes,
        cut,
        fc.constantFrom('', '/versions/1', '/versions/7'),
        fc.constantFrom({}, {}, {}, {}, { 'inference-header-content-length': '12' }),
        async ({ model, rows }, others, wanted, at, version, headers) => {
          const inputs =
            model === 'sums' && others === null
              ? [
                  {
                    name: 'input',
                    shape: [rows.length, 3],
                    datatype: 'FP64',
                    data: rows.map(Object.values),
                  },
                ]
              : tensorsOf(rows);
          const text = withCut(spoiled({ inputs, ...others }, wanted), at);
          seen.add((await ask(`/v2/models/${model}${version}/infer`, text, headers)).status);
        },
      ),
      runs,
    );
    expect([...seen].sort()).toEqual([200, 400, 404]);
  });

  it("when it is of MLflow's protocol", async () => {
    const seen = new Set<number>();
    const formed = fc.constantFrom(
      (rows: readonly Row[]) => ({ dataframe_records: rows }),
      (rows: readonly Row[]) => ({ instances: rows }),
      (rows: readonly Row[]) => ({
        dataframe_split: {
          columns: Object.keys(rows[0] ?? {}),
          data: rows.map((each) => Object.values(each)),
        },
      }),
      (rows: readonly Row[]) => ({
        inputs: Object.fromEntries(tensorsOf(rows).map(({ name, data }) => [name, data])),
      }),
    );
    const params = fc.constantFrom(
      { predict_method: 'predict_proba' },
      { explain: true },
      { explain: 1 },
      { other: 1 },
    );
    await fc.assert(
      fc.asyncProperty(
        asked,
        formed,
        fc.option(params),
        changes,
        cut,
        async ({ model, rows }, form, given, wanted, at) => {
          const body = { ...form(rows), ...(given && { params: given }) };
          const text = withCut(spoiled(body, wanted), at);
          seen.add((await ask(`/api/v1/models/${model}/invocations`, text)).status);
        },
      ),
      runs,
    );
    expect([...seen].sort()).toEqual([200, 400]);
    const csv = { 'content-type': 'text/csv' };
    for (const text of ['a,b,c\n1,2,3\n4,,6\n', 'a,b\n1,2\n', 'a,b,c\n1,"2,3\n', '']) {
      await ask('/api/v1/models/sums/invocations', text + '\n'.repeat(padding.length), csv);
    }
  });

  it('when its tensors are in binary form', async () => {
    const rows = 10_000;
    const bytes = Buffer.from(Float64Array.from({ length: rows * 3 }, Math.sin).buffer);
    const head = (size: number, form: boolean) =>
      padding +
      JSON.stringify({
        inputs: [
          {
            name: 'input',
            shape: [rows, 3],
            datatype: 'FP64',
            parameters: { binary_data_size: size },
          },
        ],
        parameters: { binary_data_output: form },
      });
    for (const text of [head(bytes.length, true), head(bytes.length, false), head(8, true)]) {
      const { status } = await ask(
        '/v2/models/sums/infer',
        Buffer.concat([Buffer.from(text), bytes]),
        {
          'content-type': 'application/octet-stream',
          'inference-header-content-length': String(text.length),
        },
      );
      expect(status).toBe(text === head(8, true) ? 400 : 200);
    }
  });

  it.each([600, 3_000, 10_000, 10_001])('when it has many rows (%i)', async (rows) => {
    const table = Array.from({ length: rows }, (_, row) => ({
      a: Math.sin(row),
      b: 'pqrs'[row % 4],
      c: row / 7,
    }));
    await ask('/api/v1/models/forest/predict', JSON.stringify({ instances: table }) + padding);
    await ask('/v2/models/forest/infer', JSON.stringify({ inputs: tensorsOf(table) }) + padding);
    const body = JSON.stringify({ dataframe_records: table }) + padding;
    await ask('/api/v1/models/forest/invocations', body);
  });

  it('when it is packed, or its model is not there', async () => {
    const { gzipSync } = await import('node:zlib');
    const text = JSON.stringify({ instances: [{ a: 1, b: 2, c: 3 }] }) + padding;
    const packed = Buffer.from(gzipSync(text));
    const headers = { 'content-encoding': 'gzip' };
    expect((await ask('/api/v1/models/sums/predict', packed, headers)).status).toBe(200);
    expect((await ask('/api/v1/models/nobody/predict', text)).status).toBe(404);
    expect((await ask('/v2/models/nobody/infer', `{"inputs":[]}${padding}`)).status).toBe(404);
    expect((await ask('/v2/models/nobody/infer', `{"inputs":}${padding}`)).status).toBe(400);
  });
});

describe('a body', () => {
  it('is read and its answer written here when both are short, and elsewhere when they are long', async () => {
    const rows = (count: number) =>
      JSON.stringify({
        instances: Array.from({ length: count }, () => ({ a: 1.0625, b: 2.03125, c: 3 })),
      });
    kinds.length = 0;
    await ask('/api/v1/models/sums/predict', rows(5));
    expect(kinds).toEqual([]);
    await ask('/api/v1/models/sums/predict', rows(5) + padding);
    expect(kinds).toEqual(['read-named']);
    kinds.length = 0;
    await ask('/api/v1/models/sums/predict', rows(10_000));
    expect(kinds).toEqual(['read-named', 'score', 'write-named']);
  });
});
