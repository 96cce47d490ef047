import type { Artifact } from '@millrace/contracts';
import type { Trainer } from '../dependencies.js';
import { leaderboardOf } from '../http/run-body.js';
import type { CandidateRow } from '../store/candidates.js';
import type { StoredModel } from '../store/tables.js';
import type { Execution } from './execution.js';
import { sha256Of } from './read-frame-bytes.js';
import { runFolder } from './registry-runs.js';
import { encodedJson } from './write-model-folder.js';

/** Writes what a person may want to see of a run beside its figures, and points at the model's folder. */
export async function writeRunArtifacts(
  { objects }: Pick<Trainer, 'objects'>,
  { run }: Execution,
  model: StoredModel,
  candidates: readonly CandidateRow[],
): Promise<Artifact[]> {
  const leaderboard = leaderboardOf({ ...run, stored_model: model }, candidates);
  const folder = runFolder(run);
  const documents = {
    ...(model.holdout.kind !== 'quantities' && {
      'confusion-matrix.json': {
        labels: model.holdout.classes.map(({ label }) => label),
        confusion: model.holdout.confusion,
      },
    }),
    'leaderboard.json': leaderboard,
  };
  const artifacts: Artifact[] = [];
  for (const [path, document] of Object.entries(documents)) {
    const key = `${folder}/${path}`;
    const bytes = encodedJson(document);
    const { size } = await objects.put(key, bytes);
    artifacts.push({ path, key, size, sha256: sha256Of(bytes) });
  }
  const evaluation = model.files.find(({ name }) => name === 'evaluation.json');
  if (evaluation) {
    const { name: path, ...file } = evaluation;
    artifacts.push({ path, ...file });
  }
  for (const { name, ...file } of model.files) artifacts.push({ path: `model/${name}`, ...file });
  return artifacts;
}
