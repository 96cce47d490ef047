import { describe, expect, it } from 'vitest';
import { encodeModel } from '../model/model-file.js';
import { exportModel } from './export-model.js';
import { priorModel } from './prior-model.fixture.js';

describe('a model file as ONNX', () => {
  it('comes with what the graph takes and tells', () => {
    expect(exportModel({ model: encodeModel(priorModel) })).toMatchObject({
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
    const result = exportModel({ model: encodeModel({ ...priorModel, features: [] }) });
    expect(result).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('takes no features') as string,
    });
  });

  it('is refused for what is no model file', () => {
    expect(() => exportModel({ model: new Uint8Array(100) })).toThrow('no model file');
  });
});
