import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRPCInferenceServiceDefinition, type InferParameter } from '@millrace/contracts';
import type { ModelSignature, Predictions } from '@millrace/ml';
import { ModelInputs } from '../model-inputs.js';
import { inferMessage, readInferMessage } from './infer-message.js';
import type { InferRequest, OutputForm } from './infer-request.js';
import { messageReader, readMessageHead } from './message-reader.js';
import { messageWriter } from './message-writer.js';
import { readTensors } from './read-tensors.js';

const { requestType: ModelInferRequest, responseType: ModelInferResponse } =
  GRPCInferenceServiceDefinition.methods.modelInfer;

const signature: ModelSignature = {
  task: 'binary',
  target: 't',
  classes: ['no', 'größer'],
  inputs: ['a', 'b', 'ü'].map((name) => ({ name, type: 'number' })),
};
const inputs = new ModelInputs(signature.inputs);
const read = messageReader(inputs);
const rawDoubles = (values: readonly number[]) =>
  Buffer.from(Float64Array.from(values).buffer.slice(0));

function shortly(bytes: Uint8Array) {
  const head = readMessageHead(bytes);
  const rows = head && read(bytes, head.tensorsAt);
  return (
    rows && { ...head, form: rows.form, values: [...rows.table.values], rows: rows.table.rows }
  );
}

function generally(bytes: Uint8Array) {
  const message = ModelInferRequest.decode(bytes);
  const request = readInferMessage(message);
  const made = readTensors(inputs, request.inputs);
  if (!('table' in made)) throw new TypeError('refused');
  const { values, rows } = made.table;
  return {
    model: message.modelName,
    version: message.modelVersion,
    id: message.id,
    form: request.form,
    values: [...values],
    rows,
    outputs: message.outputs.length,
    parameters: Object.keys(message.parameters).length,
  };
}

function expectSame(bytes: Uint8Array): void {
  const short = shortly(bytes);
  if (!short) return;
  const { tensorsAt: _, ...said } = short;
  expect(generally(bytes)).toEqual({ ...said, outputs: 0, parameters: 0 });
}

const double = fc.oneof(fc.double(), fc.constantFrom(-0, 0, 1.5, Number.NaN, Infinity, 5e-324));
const values = (length: number) => fc.array(double, { minLength: length, maxLength: length });
const none = {
  boolContents: [],
  intContents: [],
  int64Contents: [],
  uintContents: [],
  uint64Contents: [],
  fp32Contents: [],
  bytesContents: [],
};
const tensor = (name: string, shape: readonly bigint[], fp64Contents?: number[]) => ({
  name,
  datatype: 'FP64',
  shape: [...shape],
  parameters: {},
  contents: fp64Contents && { ...none, fp64Contents },
});
const usual = fc.oneof(
  values(6).map((all) => ({ inputs: [tensor('input', [2n, 3n], all)], rawInputContents: [] })),
  values(6).map((all) => ({
    inputs: [tensor('input', [2n, 3n])],
    rawInputContents: [rawDoubles(all)],
  })),
  values(3).map((all) => ({
    inputs: ['a', 'b', 'ü'].map((name, at) => tensor(name, [1n, 1n], [all[at] ?? 0])),
    rawInputContents: [],
  })),
  values(3).map((all) => ({
    inputs: ['a', 'b', 'ü'].map((name) => tensor(name, [1n])),
    rawInputContents: all.map((value) => rawDoubles([value])),
  })),
);
const odd = fc.record({
  inputs: fc.array(
    fc
      .tuple(
        fc.constantFrom('input', 'a', 'b', 'ü', 'x'),
        fc.array(fc.bigInt(0n, 300n), { maxLength: 3 }),
        fc.option(fc.array(double, { maxLength: 4 }), { nil: undefined }),
      )
      .map(([name, shape, all]) => tensor(name, shape, all)),
    { maxLength: 4 },
  ),
  rawInputContents: fc.array(
    fc.array(double, { maxLength: 4 }).map((all) => rawDoubles(all)),
    { maxLength: 3 },
  ),
});
const request = fc
  .record({
    modelName: fc.constantFrom('m', 'models.forest-2', 'größe', ''),
    modelVersion: fc.constantFrom('', '3', 'x'),
    id: fc.constantFrom('', 'request-7', 'ü'),
    parameters: fc.constantFrom<Record<string, InferParameter>>(
      {},
      {},
      {},
      {
        explain: { parameterChoice: { $case: 'boolParam', value: true } },
      },
    ),
    body: fc.oneof(usual, usual, odd),
    outputs: fc.array(fc.constant({ name: 'label', parameters: {} }), { maxLength: 1 }),
  })
  .map(({ body, ...head }) => ModelInferRequest.encode({ ...head, ...body }).finish());

describe('requests for inference, read from the bytes of a message', () => {
  it('are never anything but what the general way reads', () => {
    fc.assert(fc.property(request, expectSame), { numRuns: 2_000 });
  });

  it('are never anything else with a byte changed, left out or put in', () => {
    const damage = fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom(0, 1, 2));
    fc.assert(
      fc.property(request, damage, (bytes, [place, byte, taken]) => {
        const at = bytes.length === 0 ? 0 : place % bytes.length;
        const tail = bytes.subarray(at + taken);
        expectSame(Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), tail]));
      }),
      { numRuns: 3_000 },
    );
  });

  it('are taken as they are usually sent', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const body = {
      ...{ modelName: 'm', modelVersion: '', id: '7', parameters: {}, outputs: [] },
      rawInputContents: [],
    };
    fc.assert(
      fc.property(fc.array(finite, { minLength: 6, maxLength: 6 }), (all) => {
        const three = ['a', 'b', 'ü'].map((name, at) => tensor(name, [1n], [all[at] ?? 0]));
        for (const sent of [
          { ...body, inputs: [tensor('input', [2n, 3n], all)] },
          { ...body, inputs: [tensor('input', [2n, 3n])], rawInputContents: [rawDoubles(all)] },
          { ...body, inputs: three },
          {
            ...body,
            inputs: three.map(({ name, shape }) => tensor(name, shape)),
            rawInputContents: all.slice(0, 3).map((value) => rawDoubles([value])),
          },
        ]) {
          const bytes = ModelInferRequest.encode(sent).finish();
          expect(shortly(bytes)).toBeDefined();
          expectSame(bytes);
        }
      }),
    );
  });

  it('are left to the general way by a model that takes texts', () => {
    const mixed = new ModelInputs([
      { name: 'a', type: 'number' },
      { name: 'b', type: 'string', categories: ['x'] },
    ]);
    const inputsSent = [tensor('input', [1n, 2n], [1, 2])];
    const message = { modelName: 'm', modelVersion: '', id: '', parameters: {}, outputs: [] };
    const bytes = ModelInferRequest.encode({
      ...message,
      inputs: inputsSent,
      rawInputContents: [],
    }).finish();
    const head = readMessageHead(bytes);
    expect(head && messageReader(mixed)(bytes, head.tensorsAt)).toBeUndefined();
  });
});

describe('answers, written as the bytes of a message', () => {
  const about = { model: 'möbel', version: 130, signature };
  const general = (predictions: Predictions, form: OutputForm, id: string, of = about) => {
    const asked: InferRequest = {
      ...{ inputs: [], outputs: undefined, form, explain: false },
      id: id === '' ? undefined : id,
    };
    return Buffer.from(
      ModelInferResponse.encode(inferMessage(of, { predictions }, asked)).finish(),
    );
  };
  const form = fc.constantFrom<OutputForm>('plain', 'raw');
  const id = fc.constantFrom('', '7', 'ü'.repeat(90));

  it('are the bytes the general way encodes', () => {
    const write = messageWriter(about);
    const classes = fc.array(fc.tuple(fc.nat(1), double), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(classes, form, id, (rows, as, called) => {
        const predictions: Predictions = {
          kind: 'classes',
          classes: Int32Array.from(rows, ([code]) => code),
          probabilities: Float64Array.from(rows.flatMap(([, value]) => [value, 1 - value])),
        };
        const bytes = Buffer.from(write(predictions, as, called));
        expect(bytes.equals(general(predictions, as, called))).toBe(true);
      }),
    );
  });

  it('are so of quantities, too', () => {
    const regression = { ...about, signature: { ...signature, task: 'regression', classes: [] } };
    const of = regression as unknown as typeof about;
    const write = messageWriter(of);
    fc.assert(
      fc.property(
        fc.array(double, { minLength: 1, maxLength: 50 }),
        form,
        id,
        (all, as, called) => {
          const predictions: Predictions = { kind: 'quantities', values: Float64Array.from(all) };
          const bytes = Buffer.from(write(predictions, as, called));
          expect(bytes.equals(general(predictions, as, called, of))).toBe(true);
        },
      ),
    );
  });
});
