import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { mlModelDocument, type MlModel } from './mlmodel.js';

const model: MlModel = {
  runId: 'run-1',
  createdAt: new Date('2026-05-04T03:02:01.000Z'),
  algorithm: 'random-forest',
  sha256: 'ab'.repeat(32),
  size: 1234,
  signature: {
    inputs: [
      { name: 'age', type: 'integer' },
      { name: 'größe: "x" — 大\u2028\u0085😀', type: 'string', categories: ['a'] },
    ],
    task: 'binary',
    target: 'yes/no',
    classes: ['no', "y'es\n"],
  },
  lineage: {
    dataset: 'people',
    datasetVersion: 3,
    datasetSha256: 'cd'.repeat(32),
    codeCommit: 'c0ffee0',
    seed: 7,
    target: 'yes/no',
  },
};

const onnx: MlModel['onnx'] = {
  inputs: [
    { name: 'age', type: 'int64' },
    { name: 'größe: "x" — 大\u2028\u0085😀', type: 'string' },
  ],
  outputs: [
    { name: 'label', type: 'string' },
    { name: 'probability_no', type: 'double' },
  ],
};

interface Document {
  readonly flavors: Readonly<Record<string, unknown>>;
  readonly signature: { readonly inputs: string; readonly outputs: string };
}
// YAML 1.1 is what Python reads.
const read = (document: string) => parse(document, { version: '1.1' }) as Document;

describe('an MLmodel document', () => {
  it('names the positive one of two classes, and no other', () => {
    expect(read(mlModelDocument(model))).toMatchObject({ metadata: { positive_class: "y'es\n" } });
    for (const classes of [[], ['a', 'b', 'c']]) {
      const document = mlModelDocument({ ...model, signature: { ...model.signature, classes } });
      expect(document).not.toContain('positive_class');
    }
  });

  it('says where the model comes from', () => {
    expect(read(mlModelDocument({ ...model, onnx }))).toMatchObject({
      run_id: 'run-1',
      model_uuid: 'ab'.repeat(16),
      model_size_bytes: 1234,
      utc_time_created: '2026-05-04 03:02:01.000',
      metadata: {
        dataset: 'people',
        dataset_version: 3,
        dataset_sha256: 'cd'.repeat(32),
        code_commit: 'c0ffee0',
        seed: 7,
        target: 'yes/no',
      },
      flavors: { millrace: { task: 'binary', classes: ['no', "y'es\n"] } },
    });
  });

  it('has mlflow serve the ONNX file, with the columns that it takes and tells', () => {
    const { flavors, signature } = read(mlModelDocument({ ...model, onnx }));
    expect(flavors).toMatchObject({
      onnx: { data: 'model.onnx' },
      python_function: {
        data: 'model.onnx',
        loader_module: 'mlflow.onnx',
        env: { conda: 'conda.yaml', virtualenv: 'python_env.yaml' },
      },
    });
    expect(JSON.parse(signature.inputs)).toEqual([
      { type: 'long', name: 'age', required: true },
      { type: 'string', name: 'größe: "x" — 大\u2028\u0085😀', required: true },
    ]);
    expect(JSON.parse(signature.outputs)).toEqual([
      { type: 'string', name: 'label', required: true },
      { type: 'double', name: 'probability_no', required: true },
    ]);
  });

  it('without an ONNX file promises mlflow nothing', () => {
    const { flavors, signature } = read(mlModelDocument(model));
    expect(Object.keys(flavors)).toEqual(['millrace']);
    expect(JSON.parse(signature.outputs)).toEqual([
      { type: 'string', name: 'yes/no', required: true },
    ]);
  });

  it('is ASCII, whatever columns and classes are called', () => {
    expect(mlModelDocument({ ...model, onnx })).toMatch(/^[\x20-\x7e\n]*$/);
  });
});
