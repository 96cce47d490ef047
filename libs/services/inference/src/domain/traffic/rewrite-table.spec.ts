import { describe, expect, it } from 'vitest';
import type { ModelInput, ModelSignature } from '@millrace/ml';
import type { FeatureValue } from '../feature-value.js';
import { valueAt, type InputTable } from '../input-table.js';
import { ModelInputs } from '../model-inputs.js';
import { rewriteTable } from './rewrite-table.js';

const size: ModelInput = { name: 'size', type: 'number' };
const colour = (...categories: string[]): ModelInput => ({
  name: 'colour',
  type: 'string',
  categories,
});
const signatureOf = (...inputs: ModelInput[]): ModelSignature => ({
  inputs,
  task: 'regression',
  target: 'y',
  classes: [],
});
const readerOf = (...given: ModelInput[]) => ({
  inputs: new ModelInputs(given),
  signature: signatureOf(...given),
});

function tableOf(inputs: readonly ModelInput[], rows: FeatureValue[][]): InputTable {
  const writer = new ModelInputs(inputs).write(rows.length);
  rows.forEach((row, at) => row.forEach((value, column) => writer.put(at, column, value)));
  return writer.finish();
}

const from = [size, colour('red', 'blue')];
const rows = [
  [1, 'red'],
  [null, 'green'],
];
const table = tableOf(from, rows);
const valuesOf = (inputs: readonly ModelInput[], given: InputTable | undefined) =>
  rows.map((_, row) =>
    inputs.map((_input, column) => given && valueAt(inputs, given, row, column)),
  );

describe(rewriteTable, () => {
  it('leaves rows as they are for a version of the same inputs', () => {
    expect(rewriteTable(table, signatureOf(...from), readerOf(size, colour('red', 'blue')))).toBe(
      table,
    );
  });

  it.each([
    ['in another order', [colour('red', 'blue'), size]],
    ['with other categories', [colour('green', 'red'), size]],
  ])('finds features by their names, %s', (_, to) => {
    const rewritten = rewriteTable(table, signatureOf(...from), readerOf(...to));
    expect(valuesOf(to, rewritten)).toEqual(rows.map(([first, second]) => [second, first]));
  });

  it.each([
    [
      'a feature that was not sent',
      [size, colour('red'), { name: 'new', type: 'number' as const }],
    ],
    ['a feature of another kind', [{ ...size, type: 'string' as const, categories: ['1'] }]],
  ])('gives up where the version needs %s', (_, to) => {
    expect(rewriteTable(table, signatureOf(...from), readerOf(...to))).toBeUndefined();
  });
});
