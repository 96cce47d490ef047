import { z } from 'zod';
import { PlatformError } from '@millrace/platform';
import { readRun, type StoredRun } from '../store/run-queries.js';
import {
  checkedInput,
  instantSchema,
  labelSchema,
  nameSchema,
  runIdSchema,
  textsSchema,
} from './checked-input.js';
import type { RegistryContext } from './registry-context.js';

export const createRunInput = z.object({
  runId: runIdSchema,
  experiment: nameSchema,
  name: labelSchema,
  parentRunId: runIdSchema.optional(),
  startedAt: instantSchema.optional(),
  parameters: textsSchema,
  tags: textsSchema,
});

/**
 * Starts a run under the id its caller chose; a repeated call finds the run as it is by now.
 * @throws PlatformError `invalid_argument`, or `already_exists` when the id is a run's of another experiment
 */
export async function createRun(
  { db, clock }: RegistryContext,
  request: z.input<typeof createRunInput>,
): Promise<StoredRun> {
  const input = checkedInput(createRunInput, request);
  const now = clock.now();
  return db.transaction().execute(async (transaction) => {
    const created = await transaction
      .insertInto('run')
      .values({
        run_id: input.runId,
        experiment: input.experiment,
        name: input.name,
        parent_run_id: input.parentRunId ?? null,
        status: 'running',
        started_at: input.startedAt ?? now,
        ended_at: null,
        parameters: JSON.stringify(input.parameters),
        metrics: '{}',
        tags: JSON.stringify(input.tags),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('run_id')
      .executeTakeFirst();
    const run = await readRun(transaction, input.runId);
    if (!created) {
      if (run.experiment === input.experiment) return run;
      throw new PlatformError(
        'already_exists',
        `The run "${input.runId}" belongs to the experiment "${run.experiment}".`,
      );
    }
    await transaction
      .insertInto('experiment')
      .values({ name: input.experiment, updated_at: now })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ updated_at: now }))
      .execute();
    return run;
  });
}
