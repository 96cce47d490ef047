import type { Signature } from './learning.js';

export interface MlModel {
  readonly runId: string;
  readonly createdAt: Date;
  readonly algorithm: string;
  readonly sha256: string;
  readonly size: number;
  readonly signature: Signature;
  readonly lineage: {
    readonly dataset: string;
    readonly datasetVersion: number;
    readonly datasetSha256: string;
    readonly codeCommit: string;
    readonly seed: number;
    readonly target: string;
  };
}

const mlflowTypes = {
  integer: 'long',
  number: 'double',
  boolean: 'boolean',
  string: 'string',
} as const;

/**
 * The `MLmodel` file of a model folder: MLflow's YAML layout, with a flavor of our own. Every text is written as a
 * JSON string, which YAML reads as its double-quoted style.
 */
export function mlModelDocument(model: MlModel): string {
  const { lineage, signature } = model;
  const text = (value: string) => JSON.stringify(value);
  // The signature's values may be missing: models impute them. A column is required all the same.
  const inputs = signature.inputs.map(({ name, type }) => ({
    type: mlflowTypes[type],
    name,
    required: true,
  }));
  const type = signature.task === 'regression' ? 'double' : 'string';
  const outputs = [{ type, name: signature.target, required: true }];
  const lines = [
    'flavors:',
    '  millrace:',
    '    data: model.millrace',
    `    algorithm: ${text(model.algorithm)}`,
    `    sha256: ${text(model.sha256)}`,
    `    task: ${signature.task}`,
    `    classes: ${JSON.stringify(signature.classes)}`,
    'metadata:',
    `  dataset: ${text(lineage.dataset)}`,
    `  dataset_version: ${lineage.datasetVersion}`,
    `  dataset_sha256: ${text(lineage.datasetSha256)}`,
    `  code_commit: ${text(lineage.codeCommit)}`,
    `  seed: ${lineage.seed}`,
    `  target: ${text(lineage.target)}`,
    `model_size_bytes: ${model.size}`,
    `model_uuid: ${text(model.sha256.slice(0, 32))}`,
    `run_id: ${text(model.runId)}`,
    'saved_input_example_info:',
    '  artifact_path: input_example.json',
    '  type: json_object',
    'signature:',
    `  inputs: ${text(JSON.stringify(inputs))}`,
    `  outputs: ${text(JSON.stringify(outputs))}`,
    '  params: null',
    `utc_time_created: ${text(model.createdAt.toISOString().replace('T', ' ').replace('Z', ''))}`,
  ];
  return `${lines.join('\n')}\n`;
}
