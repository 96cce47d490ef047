import { describe, expect, it } from 'vitest';
import { encodeModel } from '../model/model-file.js';
import type { ModelState } from '../model/model.js';
import { exportModel } from './export-model.js';

const prior: ModelState = {
  algorithm: 'baseline',
  task: 'binary',
  target: 'label',
  classes: ['no', 'yes'],
  features: [{ kind: 'numeric', name: 'x', type: 'integer', missing: false }],
  scorer: { kind: 'prior', prior: Float64Array.of(0.25, 0.75) },
};

describe('a model file as ONNX', () => {
  it('comes with what the graph takes and tells', () => {
    expect(exportModel({ model: encodeModel(prior) })).toMatchObject({
      kind: 'export',
      status: 'succeeded',
      inputs: [{ name: 'x', type: 'int64' }],
      outputs: [
        { name: 'label', type: 'string' },
        { name: 'probability_no', type: 'double' },
        { name: 'probability_yes', type: 'double' },
      ],
    });
  });

  it('is skipped with a reason where ONNX cannot hold it', () => {
    const result = exportModel({ model: encodeModel({ ...prior, features: [] }) });
    expect(result).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('takes no features') as string,
    });
  });

  it('is refused for what is no model file', () => {
    expect(() => exportModel({ model: new Uint8Array(100) })).toThrow('no model file');
  });
});
