import { expect, it } from 'vitest';
import { encodeModel } from '../model/model-file.js';
import { exportModel } from './export-model.js';
import { memoryOfResult } from './memory-of-result.js';
import { priorModel } from './prior-model.fixture.js';

it('the file of an export fills the memory that is handed over with it', () => {
  const result = exportModel({ model: encodeModel(priorModel) });
  if (result.status !== 'succeeded') throw new Error(result.reason);
  expect(memoryOfResult(result)).toEqual([result.bytes.buffer]);
  expect(result.bytes.buffer.byteLength).toBe(result.bytes.length);
});

it('nothing is handed over with an export that was not possible', () => {
  expect(memoryOfResult({ kind: 'export', status: 'skipped', reason: 'too large' })).toEqual([]);
});
