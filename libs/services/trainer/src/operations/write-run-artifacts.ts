import type { Artifact } from '@millrace/contracts';
import type { Trainer } from '../dependencies.js';
import { runBody } from '../http/run-body.js';
import type { CandidateRow } from '../store/candidates.js';
import type { StoredModel } from '../store/tables.js';
import type { Execution } from './execute-training-run.js';
import { encodedJson } from './refit-best.js';
import { experimentOf } from './registry-runs.js';

/** Writes what a person may want to see of a run beside its figures, and points at the model's folder. */
export async function writeRunArtifacts(
  { objects }: Pick<Trainer, 'objects'>,
  { run }: Execution,
  model: StoredModel,
  candidates: readonly CandidateRow[],
): Promise<Artifact[]> {
  const { leaderboard } = runBody({ ...run, stored_model: model }, candidates);
  const folder = `artifacts/${experimentOf(run)}/${run.id}`;
  const documents = {
    ...(model.holdout.kind !== 'quantities' && {
      'confusion-matrix.json': {
        labels: model.holdout.classes.map(({ label }) => label),
        confusion: model.holdout.confusion,
      },
    }),
    'evaluation.json': model.holdout,
    'leaderboard.json': leaderboard,
  };
  const artifacts: Artifact[] = [];
  for (const [path, document] of Object.entries(documents)) {
    const key = `${folder}/${path}`;
    const { size } = await objects.put(key, encodedJson(document));
    artifacts.push({ path, key, size });
  }
  const modelFolder = model.key.slice(0, model.key.lastIndexOf('/'));
  for (const file of ['MLmodel', 'model.millrace', 'input_example.json', 'evaluation.json']) {
    const stored = await objects.head(`${modelFolder}/${file}`);
    if (stored) artifacts.push({ path: `model/${file}`, key: stored.key, size: stored.size });
  }
  return artifacts;
}
