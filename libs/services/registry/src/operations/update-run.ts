import { z } from 'zod';
import { PlatformError } from '@millrace/platform';
import { storedRunStatuses } from '../store/registry-tables.js';
import { readRun, type StoredRun } from '../store/run-queries.js';
import {
  artifactKeySchema,
  checkedInput,
  figuresSchema,
  instantSchema,
  artifactPathSchema,
  runIdSchema,
  sha256Schema,
  textsSchema,
} from './checked-input.js';
import type { RegistryContext } from './registry-context.js';

export const updateRunInput = z.object({
  runId: runIdSchema,
  parameters: textsSchema,
  metrics: figuresSchema,
  tags: textsSchema,
  artifacts: z
    .array(
      z.object({
        path: artifactPathSchema,
        key: artifactKeySchema,
        size: z.int().nonnegative(),
        sha256: sha256Schema.optional(),
      }),
    )
    .max(1000),
  status: z.enum(storedRunStatuses).optional(),
  endedAt: instantSchema.optional(),
});

/**
 * Adds to a run, later values replacing earlier ones of the same name; a status other than `running` ends it.
 * Repeating a call changes nothing more.
 * @throws PlatformError `invalid_argument`, `not_found`
 */
export async function updateRun(
  { db, clock }: RegistryContext,
  request: z.input<typeof updateRunInput>,
): Promise<StoredRun> {
  const input = checkedInput(updateRunInput, request);
  const now = clock.now();
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('run')
      .selectAll()
      .where('run_id', '=', input.runId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new PlatformError('not_found', `There is no run "${input.runId}".`);
    const status = input.status ?? row.status;
    await transaction
      .updateTable('run')
      .set({
        parameters: JSON.stringify({ ...row.parameters, ...input.parameters }),
        metrics: JSON.stringify({ ...row.metrics, ...input.metrics }),
        tags: JSON.stringify({ ...row.tags, ...input.tags }),
        status,
        ended_at: status === 'running' ? null : (input.endedAt ?? row.ended_at ?? now),
      })
      .where('run_id', '=', input.runId)
      .execute();
    // One path named twice in a call: the last one counts, as over several calls.
    const artifacts = new Map(input.artifacts.map((artifact) => [artifact.path, artifact]));
    for (const { path, ...stored } of artifacts.values()) {
      const file = { key: stored.key, size: stored.size, sha256: stored.sha256 ?? null };
      await transaction
        .insertInto('run_artifact')
        .values({ run_id: input.runId, path, ...file })
        .onConflict((conflict) => conflict.columns(['run_id', 'path']).doUpdateSet(file))
        .execute();
    }
    await transaction
      .updateTable('experiment')
      .set({ updated_at: now })
      .where('name', '=', row.experiment)
      .execute();
    return readRun(transaction, input.runId);
  });
}
