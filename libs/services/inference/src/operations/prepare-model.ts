import { modelOf } from '@millrace/ml';
import { PlatformError } from '@millrace/platform';
import { inputExampleOf } from '../domain/input-example.js';
import type { LoadedModel } from '../domain/loaded-model.js';
import { ModelInputs } from '../domain/model-inputs.js';
import { modelShortcut } from '../domain/model-shortcut.js';
import { ModelUsage } from '../domain/model-usage.js';
import { encodeHeading } from '../domain/prediction-record.js';
import { readInstances } from '../domain/read-instances.js';
import { readModelFile } from '../domain/read-model-file.js';
import type { ServedVersion } from '../store/version-queries.js';
import type { ModelFiles } from './model-files.js';

/**
 * Fetches, verifies, decodes and tries a model version.
 * @throws PlatformError `corrupt` when the bytes are not those of the digest or cannot answer; what the object store
 * throws
 */
export async function prepareModel(
  files: ModelFiles,
  version: ServedVersion,
  loadedAt: Date,
): Promise<LoadedModel> {
  const bytes = await files.readModel(version);
  const image = readModelFile(bytes);
  const { signature, score, decide } = modelOf(image);
  const about = {
    model: version.model,
    version: version.version,
    signature,
    inputs: new ModelInputs(signature.inputs),
  };
  const loaded: LoadedModel = {
    ...about,
    sha256: version.sha256,
    modelKey: version.modelKey,
    bytes: bytes.length,
    algorithm: version.algorithm,
    loadedAt,
    inputExample: inputExampleOf(signature, await files.readExample(version.modelKey)),
    score,
    image,
    decide,
    shortcut: modelShortcut(about),
    heading: { bytes: encodeHeading(about) },
    usage: new ModelUsage(performance.now()),
  };
  warmUp(loaded);
  return loaded;
}

/** Answers the example, and so compiles what the first request would have to. */
function warmUp({ inputExample, inputs, score }: LoadedModel): void {
  const read = readInstances(inputs, [inputExample]);
  if ('faults' in read) {
    throw new PlatformError('corrupt', 'The input example does not fit the signature.');
  }
  const answer = score(read.table);
  const figures = answer.kind === 'classes' ? answer.probabilities : answer.values;
  if (!figures.every(Number.isFinite))
    throw new PlatformError('corrupt', 'The model does not answer its input example.');
}
