import { expect, it } from 'vitest';
import { encodeModel } from '../model/model-file.js';
import type { ModelState } from '../model/model.js';
import { exportModel } from './export-model.js';
import { memoryOfResult } from './memory-of-result.js';

const prior: ModelState = {
  algorithm: 'baseline',
  task: 'binary',
  target: 'label',
  classes: ['no', 'yes'],
  features: [{ kind: 'numeric', name: 'x', type: 'integer', missing: false }],
  scorer: { kind: 'prior', prior: Float64Array.of(0.25, 0.75) },
};

it('the file of an export fills the memory that is handed over with it', () => {
  const result = exportModel({ model: encodeModel(prior) });
  if (result.status !== 'succeeded') throw new Error(result.reason);
  expect(memoryOfResult(result)).toEqual([result.bytes.buffer]);
  expect(result.bytes.buffer.byteLength).toBe(result.bytes.length);
});

it('nothing is handed over with an export that was not possible', () => {
  expect(memoryOfResult({ kind: 'export', status: 'skipped', reason: 'too large' })).toEqual([]);
});
