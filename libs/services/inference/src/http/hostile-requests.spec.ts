import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PlatformError } from '@millrace/platform';
import {
  openInference,
  type InferenceFixture,
  type InferenceProcess,
} from '../testing/inference-fixture.js';
import { frameOf, numbers, texts, written } from '../testing/arrow-bodies.js';
import { serveOverHttp, type ServedOverHttp } from '../testing/serve-over-http.js';
import { modelThatAnswers, modelThatSums } from '../testing/test-registry.js';

/** `npm run fuzz:serving` sets more than the few seconds of every run. */
const seconds = Number(process.env['MILLRACE_FUZZ_SECONDS'] ?? 2);
const limits = {
  numRuns: 1_000_000,
  interruptAfterTimeLimit: seconds * 1000,
  markInterruptAsFailure: false,
};
const patience = (seconds + 60) * 1000;
/** What must never come back: it stands for a person's data. */
const secret = 'ssn-078-05-1120';

let inference: InferenceFixture;
let serving: InferenceProcess;
let http: ServedOverHttp;
beforeAll(async () => {
  inference = await openInference();
  const { registry } = inference;
  serving = await inference.process();
  http = await serveOverHttp(serving);
  registry.promote('sums', await registry.add('sums', modelThatSums()));
  registry.promote('prices', await registry.add('prices', modelThatAnswers('low')));
});
afterAll(async () => {
  await http.close();
  await serving.abandon();
  await inference.close();
});
afterEach(async () => {
  expect(serving.logger.entries.filter(({ level }) => level === 'error')).toEqual([]);
  const body = JSON.stringify({ instances: [[1, 3, 5]] });
  const answer = await http.post('/api/v1/models/sums/invocations', body);
  expect(await answer.json()).toEqual({ predictions: [531] });
});

/** Values as text of JSON, some of which no JSON value in memory would give. */
const hostile = fc.oneof(
  fc.constantFrom(
    '1e999',
    '-1e999',
    '9007199254740993',
    '-0',
    '1e-320',
    'null',
    'true',
    '""',
    '[]',
    '{}',
    '[[]]',
    '"__proto__"',
    '"constructor"',
    '"\\u0000"',
    '"\\ud800"',
    '{"__proto__":{"a":1}}',
    `"${secret}"`,
    `{"${secret}":1}`,
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '4294967296',
    '-1',
    '0.5',
  ),
  fc.json({ maxDepth: 3 }),
);

/** A sound request with some of its values replaced. */
const spoilt = (sound: unknown) => {
  const text = JSON.stringify(sound);
  // Places where a value begins: after a colon, a comma or a bracket.
  const values = [...text.matchAll(/(?<=[:,[])("[^"]*"|-?\d+(?:\.\d+)?|true|null)(?=[,\]}])/g)];
  const change = fc.record({ at: fc.nat({ max: values.length - 1 }), by: hostile });
  return fc.array(change, { maxLength: 3 }).map((changes) =>
    changes
      .sort((a, b) => b.at - a.at)
      .reduce((current, { at, by }) => {
        const { index = 0, 0: old = '' } = values[at] ?? {};
        return current.slice(0, index) + by + current.slice(index + old.length);
      }, text),
  );
};

const tensors = ['a', 'b', 'c'].map((name, at) => ({
  name,
  datatype: 'FP64',
  shape: [2, 1],
  data: [at, at],
}));
const inferJson = fc.oneof(
  spoilt({ id: '7', inputs: tensors, outputs: [{ name: 'prediction' }] }),
  spoilt({ inputs: [{ name: 'input', datatype: 'FP32', shape: [1, 3], data: [[1, 2, 3]] }] }),
  spoilt({
    parameters: { binary_data_output: true },
    inputs: [{ ...tensors[0], parameters: { binary_data_size: 16 } }, ...tensors.slice(1)],
  }),
  hostile,
);
const scoringJson = fc.oneof(
  spoilt({ dataframe_split: { columns: ['a', 'b', 'c'], index: [1], data: [[1, 2, 3]] } }),
  spoilt({ dataframe_records: [{ a: 1, b: 2, c: 3 }], params: { predict_method: 'predict' } }),
  spoilt({
    instances: [
      [1, 2, 3],
      [4, 5, 6],
    ],
  }),
  spoilt({ inputs: { a: [1], b: [[2]], c: [3] } }),
  hostile,
);

const expectTold = (status: number, body: unknown, members: readonly string[]) => {
  expect([200, 400, 404, 413, 415]).toContain(status);
  if (status === 200) return;
  expect(Object.keys(body as object)).toEqual(members);
  const text = JSON.stringify(body);
  expect(text).not.toContain(secret);
  expect(text).not.toMatch(/node_modules|\.ts:|\.js:|at Object\./);
  expect(text.length).toBeLessThan(2_000);
};

describe('whatever is sent', () => {
  it(
    "to infer is answered, or refused in the protocol's own shape",
    async () => {
      const headers = fc.constantFrom<Record<string, string>>(
        { 'content-type': 'application/json' },
        { 'content-type': 'application/octet-stream' },
      );
      await fc.assert(
        fc.asyncProperty(
          inferJson,
          fc.uint8Array({ maxLength: 40 }),
          headers,
          async (json, raw, type) => {
            const head = Buffer.from(json);
            const response = await http.post('/v2/models/sums/infer', Buffer.concat([head, raw]), {
              ...type,
              'inference-header-content-length': String(head.length),
            });
            const bytes = Buffer.from(await response.arrayBuffer());
            const length = Number(
              response.headers.get('inference-header-content-length') ?? bytes.length,
            );
            expectTold(response.status, JSON.parse(bytes.subarray(0, length).toString()), [
              'error',
            ]);
          },
        ),
        limits,
      );
    },
    patience,
  );

  it(
    'as an invocation is answered, or refused as MLflow does',
    async () => {
      const csv = fc.string({
        unit: fc.constantFrom('a', 'b', 'c', ',', '\n', '\r', '"', '1', '.', secret),
      });
      const body = fc.oneof(
        scoringJson.map((text) => ({ text, type: 'application/json' })),
        csv.map((text) => ({ text: `a,b,c\n${text}`, type: 'text/csv' })),
      );
      await fc.assert(
        fc.asyncProperty(body, async ({ text, type }) => {
          const headers = { 'content-type': type };
          const response = await http.post('/api/v1/models/sums/invocations', text, headers);
          expectTold(response.status, await response.json(), ['error_code', 'message']);
        }),
        limits,
      );
    },
    patience,
  );

  it(
    'in Arrow IPC is answered, or refused as a problem',
    async () => {
      const sums = frameOf(numbers('a', [1, NaN]), numbers('b', [2, 3]), numbers('c', [4, 5]));
      const prices = frameOf(
        numbers('size', [1, 2]),
        numbers('count', [1, 2]),
        texts('colour', ['red', secret]),
        texts('new', ['true', null]),
      );
      const sound = fc.constantFrom(
        { model: 'sums', bytes: written(sums, sums) },
        { model: 'prices', bytes: written(prices, prices) },
      );
      const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
        maxLength: 4,
      });
      const operation = fc.constantFrom('predict', 'predict-batch');
      const headers = { 'content-type': 'application/vnd.apache.arrow.stream' };
      await fc.assert(
        fc.asyncProperty(
          sound,
          changes,
          operation,
          fc.option(fc.nat()),
          async ({ model, bytes }, places, name, cut) => {
            const body = Buffer.from(bytes);
            for (const [at, byte] of places) body[at % body.length] = byte;
            const sent = cut === null ? body : body.subarray(0, cut % body.length);
            const response = await http.post(`/api/v1/models/${model}/${name}`, sent, headers);
            // What is found wrong behind the first rows breaks the answer off.
            const text = await response.text().catch(() => '');
            const told: unknown = response.status === 200 ? {} : JSON.parse(text);
            const members = ['type', 'title', 'status', 'detail', 'instance'];
            const all = 'errors' in (told as object) ? [...members, 'errors'] : members;
            expectTold(response.status, told, all);
          },
        ),
        limits,
      );
    },
    patience,
  );

  it(
    'as the name of a model or version is unknown or refused',
    async () => {
      const name = fc.oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.constantFrom('..', '../sums', '__proto__', 'constructor', 'sums\0', 'a'.repeat(10_000)),
      );
      await fc.assert(
        fc.asyncProperty(name, name, async (model, version) => {
          const of = [model, version].map((each) => encodeURIComponent(each));
          const path = `/v2/models/${of[0]}/versions/${of[1]}/ready`;
          const response = await http.get(path);
          await response.arrayBuffer();
          expect([path, [400, 404, 431].includes(response.status)]).toEqual([path, true]);
        }),
        limits,
      );
    },
    patience,
  );

  it(
    'over gRPC is answered, or refused as invalid',
    async () => {
      const datatype = fc.constantFrom(
        'FP64',
        'FP32',
        'INT64',
        'UINT8',
        'BOOL',
        'BYTES',
        'FP16',
        'X',
      );
      const contents = fc.record({
        boolContents: fc.array(fc.boolean(), { maxLength: 2 }),
        intContents: fc.array(fc.integer(), { maxLength: 2 }),
        int64Contents: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), {
          maxLength: 2,
        }),
        uintContents: fc.array(fc.nat(), { maxLength: 2 }),
        uint64Contents: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 2 }),
        fp32Contents: fc.array(fc.float(), { maxLength: 2 }),
        fp64Contents: fc.array(fc.double(), { maxLength: 2 }),
        bytesContents: fc.array(
          fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
          { maxLength: 2 },
        ),
      });
      const length = fc.oneof(
        fc.constantFrom(1n, 2n),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      );
      const input = fc.record({
        name: fc.constantFrom('a', 'b', 'c', 'input', secret),
        datatype,
        shape: fc.array(length, { maxLength: 3 }),
        parameters: fc.constant({}),
        contents: fc.option(contents, { nil: undefined }),
      });
      const request = fc.record({
        modelName: fc.constantFrom('sums', 'prices'),
        modelVersion: fc.constantFrom('', '1', secret),
        id: fc.string(),
        parameters: fc.constant({}),
        inputs: fc.array(input, { maxLength: 4 }),
        outputs: fc.array(
          fc.record({ name: fc.constantFrom('prediction', 'x'), parameters: fc.constant({}) }),
          { maxLength: 1 },
        ),
        rawInputContents: fc.array(
          fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes)),
          { maxLength: 4 },
        ),
      });
      await fc.assert(
        fc.asyncProperty(request, async (message) => {
          const answer: unknown = await serving.openInference
            .modelInfer(message)
            .catch((caught: unknown) => caught);
          if (!(answer instanceof PlatformError)) return;
          expect(['invalid_argument', 'not_found']).toContain(answer.code);
        }),
        limits,
      );
    },
    patience,
  );
});
