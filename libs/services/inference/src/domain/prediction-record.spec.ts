import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalHeading, JournalRecord } from '@millrace/ports';
import type { ModelInput, ModelSignature, Predictions } from '@millrace/ml';
import { valueAt } from './input-table.js';
import type { LoggedPrediction } from './log-line.js';
import { ModelInputs } from './model-inputs.js';
import { batchesOf } from './prediction-batches.js';
import { encodeHeading, encodeRecord } from './prediction-record.js';

const id = '01a20ba9-2000-7000-8000-fffffffffffe';
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('0', '10', '2', '__proto__', '\ud800', 'a"\n', ''),
);
const number = fc.double({ noDefaultInfinity: true, noNaN: true });

const numeric = fc.record({ name: text, type: fc.constant('number' as const) });
const categorical = fc.record({
  name: text,
  type: fc.constant('string' as const),
  categories: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
});
const inputs = fc.uniqueArray(fc.oneof(numeric, categorical), {
  minLength: 1,
  maxLength: 4,
  selector: ({ name }) => name,
});

async function* all(records: readonly JournalRecord[]): AsyncGenerator<JournalRecord> {
  yield* await Promise.resolve(records);
}

async function linesOf(signature: ModelSignature, record: Uint8Array): Promise<string[]> {
  const about = { model: 'm', version: 3, signature };
  const heading: JournalHeading = { bytes: encodeHeading(about) };
  const [batch] = await batchesOf(all([{ heading, bytes: record }]));
  expect(batch?.bytes).toBe(batch?.chunks.reduce((sum, { length }) => sum + length, 0));
  return Buffer.concat(batch?.chunks ?? [])
    .toString()
    .trimEnd()
    .split('\n');
}

function tableOf(given: readonly ModelInput[], rows: readonly (readonly unknown[])[]) {
  const writer = new ModelInputs(given).write(rows.length);
  rows.forEach((row, index) =>
    given.forEach((_, column) => writer.put(index, column, row[column] ?? null)),
  );
  return writer.finish();
}

const values = fc.array(fc.array(fc.oneof(number, text, fc.constant(null))), {
  minLength: 1,
  maxLength: 3,
});
const at = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });

describe('a record of the journal', () => {
  it('becomes the lines that its rows are as JSON, of classes', async () => {
    const classes = fc.uniqueArray(text, { minLength: 2, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(inputs, classes, values, at, fc.infiniteStream(number), async (...given) => {
        const [columns, labels, rows, time, numbers] = given;
        const table = tableOf(columns, rows);
        const predictions: Predictions = {
          kind: 'classes',
          classes: Int32Array.from(rows, (_, row) => row % labels.length),
          probabilities: Float64Array.from(
            { length: rows.length * labels.length },
            () => numbers.next().value ?? 0,
          ),
        };
        const signature: ModelSignature = {
          task: 'multiclass',
          inputs: columns,
          target: 't',
          classes: labels,
        };
        const lines = await linesOf(signature, encodeRecord(id, time, table, predictions));
        const expected = rows.map((_, row): LoggedPrediction => ({
          id: [id, id.replace(/e$/, 'f'), id.replace(/f{11}e$/, '000000000000')][row] ?? '',
          at: time.toISOString(),
          model: 'm',
          version: 3,
          features: Object.fromEntries(
            columns.map(({ name }, column) => [name, valueAt(columns, table, row, column)]),
          ),
          prediction: labels[row % labels.length] ?? '',
          probabilities: Object.fromEntries(
            labels.map((label, code) => [
              label,
              predictions.probabilities[row * labels.length + code] ?? 0,
            ]),
          ),
        }));
        expect(lines).toEqual(expected.map((line) => JSON.stringify(line)));
      }),
    );
  });

  it('becomes the lines that its rows are as JSON, of quantities', async () => {
    const columns: ModelInput[] = [{ name: 'size', type: 'number' }];
    const signature: ModelSignature = {
      task: 'regression',
      inputs: columns,
      target: 't',
      classes: [],
    };
    const table = tableOf(columns, [[1.5], [null]]);
    const predictions: Predictions = { kind: 'quantities', values: Float64Array.of(-0.25, 7) };
    const record = encodeRecord(id, new Date(0), table, predictions);
    const about = '"at":"1970-01-01T00:00:00.000Z","model":"m","version":3';
    expect(await linesOf(signature, record)).toEqual([
      `{"id":"${id}",${about},"features":{"size":1.5},"prediction":-0.25}`,
      `{"id":"${id.replace(/e$/, 'f')}",${about},"features":{"size":null},"prediction":7}`,
    ]);
  });
});
