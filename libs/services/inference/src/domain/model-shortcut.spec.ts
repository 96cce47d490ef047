import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelSignature, Predictions } from '@millrace/ml';
import type { InputTable } from './input-table.js';
import { ModelInputs } from './model-inputs.js';
import { modelShortcut } from './model-shortcut.js';
import { inferAnswer } from './oip/infer-answer.js';
import { readInferBody } from './oip/infer-body.js';
import { readTensors } from './oip/read-tensors.js';
import { predictionBody } from './prediction-body.js';
import { readInstances } from './read-instances.js';

const mixed: ModelSignature = {
  task: 'multiclass',
  target: 't',
  classes: ['10', 'b"', '2', '__proto__'],
  inputs: [
    { name: 'size', type: 'number' },
    { name: 'größe', type: 'integer' },
    { name: 'colour', type: 'string', categories: ['red', 'grün'] },
    { name: 'new', type: 'boolean', categories: ['true', 'false'] },
  ],
};
const numbers: ModelSignature = {
  task: 'binary',
  target: 't',
  classes: ['no', 'yes'],
  inputs: ['a', 'b', 'c'].map((name) => ({ name, type: 'number' })),
};
const inputsOf = ({ inputs }: ModelSignature) => new ModelInputs(inputs);
const shortcutOf = (signature: ModelSignature) =>
  modelShortcut({ model: 'm', version: 3, signature, inputs: inputsOf(signature) });

/** What the general way makes of a body; `undefined` when it refuses it. */
function generally(body: string, read: (json: unknown) => unknown): InputTable | undefined {
  try {
    const made = read(JSON.parse(Buffer.from(body).toString('utf8'))) as {
      readonly table?: InputTable;
    };
    return made.table;
  } catch {
    return undefined;
  }
}

const space = fc.constantFrom('', '', '', ' ', '\n\t', '\r\n ');
const numeral = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value.toExponential()),
  fc.integer().map(String),
  fc.constantFrom(
    ...['0', '-0', '0.1', '1e999', '-1e-999', '9007199254740993', '1.7976931348623157e308'],
    ...['123456789012345678901234567890', '0.30000000000000004', '1E+2', '1e5', '4.35', '5e-324'],
    ...['01', '1.', '.5', '-', '+1', '1e', '0x10', 'NaN', 'Infinity', '--1', '1.5.5', '2e2e2'],
  ),
);
const junk = fc.oneof(
  fc.json(),
  fc.constantFrom(
    ...['null', 'true', 'false', '"red"', '"green"', '"gr\u00fcn"', '"\\u0072ed"', '"a\\"b"', '""'],
    ...['"\u0001"', '"\ud83d\ude00"', '[]', '{}', '[[[[]]]]', '{"__proto__":1}', 'tru', '"open'],
  ),
);
const value = fc.oneof({ weight: 5, arbitrary: numeral }, junk);

type Text = (strings: TemplateStringsArray, ...values: readonly string[]) => string;
/** Puts white space between the parts of a text. */
const spaced =
  (gaps: readonly string[]): Text =>
  (strings, ...values) =>
    strings
      .flatMap((text, index) => [text, values[index] ?? ''])
      .map((part, index) => part + (gaps[index % Math.max(1, gaps.length)] ?? ''))
      .join('');

function expectSame(short: InputTable | undefined, general: InputTable | undefined): void {
  if (short === undefined) return;
  expect(general).toBeDefined();
  expect({ ...short, strangers: [...short.strangers] }).toEqual({
    ...general,
    strangers: [...(general?.strangers ?? [])],
  });
}

describe('rows of named features, read from bytes', () => {
  const { readInstances: read } = shortcutOf(mixed);
  const inputs = inputsOf(mixed);
  const general = (body: string) =>
    generally(body, (json) => {
      const { instances, ...more } = json as { instances: unknown[] };
      if (Object.keys(more).length > 0) throw new TypeError('more');
      return readInstances(inputs, instances);
    });

  it('are never anything but what the general way reads', () => {
    const keys = ['size', 'größe', 'colour', 'new', 'other', '__proto__'];
    const member = fc.tuple(fc.constantFrom(...keys), value);
    const fitting = fc
      .tuple(
        numeral,
        numeral,
        fc.constantFrom('"red"', '"grün"', '"?"', 'null'),
        fc.constantFrom('true', 'false', 'null', '"true"'),
      )
      .map((values) => keys.slice(0, 4).map((key, index) => [key, values[index] ?? ''] as const));
    const row = fc.oneof(
      fitting,
      fitting.chain((members) => fc.shuffledSubarray(members, { minLength: 3 })),
      fc.array(member, { maxLength: 6 }),
    );
    const tail = fc.constantFrom('', '', '', ',"more":1', '}', 'x', ',');
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 3 }),
        tail,
        fc.array(space, { maxLength: 7 }),
        (rows, end, gaps) => {
          const text = spaced(gaps);
          const objects = rows.map((members) => {
            const inner = members.map(([key, given]) => text`${JSON.stringify(key)}:${given}`);
            return `{${inner.join(',')}}`;
          });
          const body = text`{"instances":[${objects.join(',')}]${end}}`;
          expectSame(read(Buffer.from(body)), general(body));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are taken as they are usually sent', () => {
    const rows = [
      { size: 1.25, größe: -3, colour: 'grün', new: true },
      { new: null, colour: 'never seen', größe: 1e21, size: 0.1 },
    ];
    const body = JSON.stringify({ instances: rows });
    expect(read(Buffer.from(body))).toBeDefined();
    expectSame(read(Buffer.from(body)), general(body));
    expect(read(Buffer.from(JSON.stringify({ instances: rows }, null, 2)))).toBeDefined();
  });

  it('are left to the general way where a name comes twice or is missing', () => {
    const row = '"size":1,"größe":2,"colour":"red"';
    for (const body of [`{${row}}`, `{${row},"size":1}`, `{${row},"new":true,"size":1}`]) {
      expect(read(Buffer.from(`{"instances":[${body}]}`))).toBeUndefined();
    }
  });
});

describe('tensors, read from bytes', () => {
  const { readTensors: read } = shortcutOf(numbers);
  const inputs = inputsOf(numbers);
  const general = (body: string) =>
    generally(body, (json) => readTensors(inputs, readInferBody(json).inputs));

  it('are never anything but what the general way reads', () => {
    const shape = fc.oneof(
      fc.constantFrom('[1,3]', '[2,3]', '[1]', '[1,1]', '[3]', '[1.0,3]', '[-1,3]', '[1e9,3]'),
      fc.json(),
    );
    const datatype = fc.constantFrom('"FP64"', '"FP64"', '"FP32"', '"BYTES"', '"INT64"', '7');
    const name = fc.constantFrom('input', 'a', 'b', 'c', 'd');
    const tensor = fc.tuple(name, shape, datatype, fc.array(value, { maxLength: 7 }));
    const each = fc
      .tuple(numeral, numeral, numeral)
      .map((values) =>
        values.map((given, at) => ['abc'.charAt(at), '[1]', '"FP64"', [given]] as const),
      );
    const whole = fc
      .array(numeral, { minLength: 6, maxLength: 6 })
      .map((values) => [['input', '[2,3]', '"FP64"', values] as const]);
    const more = fc.constantFrom('', '', '', ',"id":"x"', ',"parameters":{}', '}');
    fc.assert(
      fc.property(
        fc.oneof(fc.array(tensor, { maxLength: 4 }), each, whole),
        more,
        fc.array(space, { maxLength: 7 }),
        (tensors, end, gaps) => {
          const text = spaced(gaps);
          const objects = tensors.map(
            ([called, dimensions, type, data]) =>
              text`{"name":"${called}","shape":${dimensions},"datatype":${type},"data":[${data.join(',')}]}`,
          );
          const body = text`{"inputs":[${objects.join(',')}]${end}}`;
          expectSame(read(Buffer.from(body)), general(body));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are taken as they are usually sent', () => {
    const tensor = { name: 'input', shape: [2, 3], datatype: 'FP64', data: [1, 2, 3, 4, 5, 6.5] };
    const each = ['a', 'b', 'c'].map((name) => ({
      name,
      shape: [1, 1],
      datatype: 'FP64',
      data: [0.5],
    }));
    for (const sent of [[tensor], each]) {
      const body = JSON.stringify({ inputs: sent });
      expect(read(Buffer.from(body))).toBeDefined();
      expectSame(read(Buffer.from(body)), general(body));
    }
  });
});

describe('answers, written as text', () => {
  it('are what the general way makes of them', () => {
    const figures = fc.array(fc.double(), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(figures, (values) => {
        const rows = Math.floor(values.length / 4);
        const predictions: Predictions = {
          kind: 'classes',
          classes: Int32Array.from({ length: rows }, (_, row) => row % 4),
          probabilities: Float64Array.from(values.slice(0, rows * 4)),
        };
        const about = { model: 'm', version: 3, signature: mixed };
        const { writePrediction, writeInference } = shortcutOf(mixed);
        const body = predictionBody(about as never, predictions);
        expect(writePrediction(predictions)).toBe(JSON.stringify(body));
        const request = {
          id: undefined,
          inputs: [],
          outputs: undefined,
          form: 'plain',
          explain: false,
        } as const;
        expect(writeInference(predictions)).toBe(inferAnswer(about, { predictions }, request).json);
      }),
    );
  });

  it('are so of quantities, too', () => {
    const signature: ModelSignature = { ...numbers, task: 'regression', classes: [] };
    const predictions: Predictions = { kind: 'quantities', values: Float64Array.of(-0, 1.5, 1e21) };
    const { writePrediction, writeInference } = shortcutOf(signature);
    const about = { model: 'm', version: 3, signature };
    const body = predictionBody(about as never, predictions);
    expect(writePrediction(predictions)).toBe(JSON.stringify(body));
    const request = {
      id: undefined,
      inputs: [],
      outputs: undefined,
      form: 'plain',
      explain: false,
    } as const;
    expect(writeInference(predictions)).toBe(inferAnswer(about, { predictions }, request).json);
  });
});
