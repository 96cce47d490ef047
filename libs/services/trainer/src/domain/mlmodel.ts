import { positiveClassOf, type OnnxPorts, type Signature } from './learning.js';
import { versions } from './python-environment.js';
import { yamlText } from './yaml-text.js';

export interface MlModel {
  readonly runId: string;
  readonly createdAt: Date;
  readonly algorithm: string;
  /** Of `model.millrace`, in hexadecimal. */
  readonly sha256: string;
  /** Bytes of `model.millrace` and `model.onnx`. */
  readonly size: number;
  readonly signature: Signature;
  /** What `model.onnx` takes and tells, where there is one. */
  readonly onnx?: OnnxPorts | undefined;
  readonly lineage: {
    readonly dataset: string;
    readonly datasetVersion: number;
    readonly datasetSha256: string;
    readonly codeCommit: string;
    readonly seed: number;
    readonly target: string;
  };
}

/** Name of the file of an input that mlflow reads. */
export const mlflowExampleFile = 'mlflow_input_example.json';

/** MLflow's names of the types of columns. */
const columnTypes = { integer: 'long', number: 'double', boolean: 'boolean', string: 'string' };
const portTypes = { int64: 'long', double: 'double', bool: 'boolean', string: 'string' };

interface Column {
  readonly type: string;
  readonly name: string;
}

/**
 * The `MLmodel` file of a model folder, as mlflow 3 writes it (mlflow.org/docs, "MLflow Models"): a flavor of our own, and
 * those of mlflow, which serve the ONNX file where there is one.
 */
export function mlModelDocument(model: MlModel): string {
  const { lineage, signature, onnx } = model;
  const positive = positiveClassOf(signature.classes);
  const { inputs, outputs } = onnx ? columnsOf(onnx) : ownColumnsOf(signature);
  const lines = [
    'flavors:',
    '  millrace:',
    '    data: model.millrace',
    `    algorithm: ${yamlText(model.algorithm)}`,
    `    sha256: ${yamlText(model.sha256)}`,
    `    task: ${signature.task}`,
    `    classes: [${signature.classes.map(yamlText).join(', ')}]`,
    ...(onnx ? onnxFlavors : []),
    `mlflow_version: ${versions.mlflow}`,
    'metadata:',
    `  dataset: ${yamlText(lineage.dataset)}`,
    `  dataset_version: ${lineage.datasetVersion}`,
    `  dataset_sha256: ${yamlText(lineage.datasetSha256)}`,
    `  code_commit: ${yamlText(lineage.codeCommit)}`,
    `  seed: ${lineage.seed}`,
    `  target: ${yamlText(lineage.target)}`,
    ...(positive === undefined ? [] : [`  positive_class: ${yamlText(positive)}`]),
    `model_size_bytes: ${model.size}`,
    `model_uuid: ${yamlText(model.sha256.slice(0, 32))}`,
    `run_id: ${yamlText(model.runId)}`,
    'saved_input_example_info:',
    `  artifact_path: ${mlflowExampleFile}`,
    '  pandas_orient: split',
    '  type: dataframe',
    'signature:',
    `  inputs: ${schemaOf(inputs)}`,
    `  outputs: ${schemaOf(outputs)}`,
    '  params: null',
    `utc_time_created: ${yamlText(model.createdAt.toISOString().replace('T', ' ').replace('Z', ''))}`,
  ];
  return `${lines.join('\n')}\n`;
}

const onnxFlavors = [
  '  onnx:',
  '    code: null',
  '    data: model.onnx',
  '    onnx_session_options: null',
  `    onnx_version: ${versions.onnx}`,
  '    providers:',
  '    - CPUExecutionProvider',
  '  python_function:',
  '    data: model.onnx',
  '    env:',
  '      conda: conda.yaml',
  '      virtualenv: python_env.yaml',
  '    loader_module: mlflow.onnx',
  `    python_version: ${yamlText(versions.python)}`,
];

function columnsOf({ inputs, outputs }: OnnxPorts): { inputs: Column[]; outputs: Column[] } {
  const column = ({ name, type }: OnnxPorts['inputs'][number]) => ({ type: portTypes[type], name });
  return { inputs: inputs.map(column), outputs: outputs.map(column) };
}

function ownColumnsOf({ inputs, target, task }: Signature): {
  inputs: Column[];
  outputs: Column[];
} {
  return {
    inputs: inputs.map(({ name, type }) => ({ type: columnTypes[type], name })),
    outputs: [{ type: task === 'regression' ? 'double' : 'string', name: target }],
  };
}

/** Values may be missing: models impute them. A column is required all the same. */
function schemaOf(columns: readonly Column[]): string {
  return yamlText(JSON.stringify(columns.map((column) => ({ ...column, required: true }))));
}
