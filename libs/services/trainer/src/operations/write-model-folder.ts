import type { Trainer } from '../dependencies.js';
import type { OnnxPorts, RefitResult } from '../domain/learning.js';
import { mlflowExampleFile, mlModelDocument } from '../domain/mlmodel.js';
import { pythonEnvironmentFiles } from '../domain/python-environment.js';
import type { ModelFile } from '../store/tables.js';
import type { Execution } from './execution.js';
import { exportModel } from './export-model.js';
import { sha256Of } from './read-frame-bytes.js';
import { runFolder } from './registry-runs.js';

/** Name of the file of the model that did not learn from the holdout, where that is another than the one to serve. */
export const scoredModelFile = 'scored.millrace';

export interface WrittenFolder {
  /** Object store key of `model.millrace`. */
  readonly key: string;
  readonly sha256: string;
  readonly size: number;
  readonly files: readonly ModelFile[];
  /** Why there is no `model.onnx`. */
  readonly onnxOmitted?: string;
}

/**
 * Writes the folder of a model. What inference loads lies under the digest of the model file, one for all runs that made
 * the same; what speaks of the run, or could be written anew in another way, lies with the run.
 */
export async function writeModelFolder(
  trainer: Trainer,
  { run, held, version }: Execution,
  { algorithm, refit }: { readonly algorithm: string; readonly refit: RefitResult },
): Promise<WrittenFolder> {
  const { objects, clock, codeCommit } = trainer;
  const sha256 = sha256Of(refit.model);
  const shared = `models/${sha256}`;
  const own = `${runFolder(run)}/model`;
  const files: ModelFile[] = [];
  const write = async (folder: string, name: string, bytes: Uint8Array) => {
    const key = `${folder}/${name}`;
    const { size } = await objects.put(key, bytes);
    files.push({ name, key, size, sha256: sha256Of(bytes) });
    return { key, size };
  };

  const { key, size } = await write(shared, 'model.millrace', refit.model);
  await write(shared, 'input_example.json', encodedJson(refit.inputExample));
  const evaluation = { ...refit.holdout, ...refit.details, decision: refit.decision };
  await write(own, 'evaluation.json', encodedJson(evaluation));
  if (refit.explanation) {
    await write(own, 'explanation.json', encodedJson(refit.explanation));
  }
  if (refit.scored) await write(own, scoredModelFile, refit.scored);
  await write(own, mlflowExampleFile, encodedJson(splitFrame(refit.inputExample)));
  const exported = await exportModel(trainer, { algorithm, model: refit.model }, held.signal);
  let onnx: OnnxPorts | undefined;
  let onnxSize = 0;
  if (exported.status === 'succeeded') {
    onnx = exported;
    onnxSize = (await write(own, 'model.onnx', exported.bytes)).size;
    for (const [name, text] of Object.entries(pythonEnvironmentFiles)) {
      await write(own, name, encoded(text));
    }
  }
  const document = mlModelDocument({
    runId: run.id,
    createdAt: clock.now(),
    algorithm,
    sha256,
    size: size + onnxSize,
    signature: refit.signature,
    onnx,
    lineage: {
      dataset: run.dataset,
      datasetVersion: run.version,
      datasetSha256: version.digest?.sha256 ?? '',
      codeCommit,
      seed: run.seed,
      target: run.target,
    },
  });
  await write(own, 'MLmodel', encoded(document));
  return {
    key,
    sha256,
    size,
    files,
    ...(exported.status === 'skipped' && { onnxOmitted: exported.reason }),
  };
}

/** One row as pandas lays tables out: mlflow gives its values the types of the signature. */
function splitFrame(example: RefitResult['inputExample']) {
  return { columns: Object.keys(example), data: [Object.values(example)] };
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function encodedJson(value: unknown): Uint8Array {
  return encoded(`${JSON.stringify(value, null, 2)}\n`);
}
