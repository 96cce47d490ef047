import { z } from 'zod';
import { registryApi } from '@millrace/api';
import { newEvent, PlatformError } from '@millrace/platform';
import { readVersion, type StoredModelVersion } from '../store/model-queries.js';
import {
  artifactKeySchema,
  checkedInput,
  figuresSchema,
  labelSchema,
  nameSchema,
  runIdSchema,
  sha256Schema,
} from './checked-input.js';
import type { RegistryContext } from './registry-context.js';

export const registerVersionInput = z.object({
  model: nameSchema,
  runId: runIdSchema,
  modelKey: artifactKeySchema,
  sha256: sha256Schema,
  size: z.int().nonnegative(),
  signatureJson: z
    .string()
    .max(4 * 1024 * 1024)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    }),
  lineage: z.object(
    {
      dataset: nameSchema,
      datasetVersion: z.int().positive(),
      datasetSha256: sha256Schema,
      codeCommit: z.string().max(256),
      seed: z.int().nonnegative(),
      frameKey: z.string().min(1).max(1024),
      target: labelSchema,
    },
    'must say what the model was made of',
  ),
  metric: labelSchema,
  holdoutMetrics: figuresSchema,
  algorithm: labelSchema,
});

/**
 * Makes a model file the next version of its model, and says `model.registered` with it. Numbers are 1, 2, … without
 * gaps: whoever registers holds the model's row until the version is there. A repeated call for a run returns the
 * version it made before.
 * @throws PlatformError `invalid_argument`; `already_exists` when the run made a version of another model;
 * `failed_precondition` when the run has ended as failed or killed: what it stored may have been cleared away
 */
export async function registerVersion(
  { db, clock, outbox, metrics }: RegistryContext,
  request: z.input<typeof registerVersionInput>,
): Promise<StoredModelVersion> {
  const input = checkedInput(registerVersionInput, request);
  checkedInput(z.object({ signatureJson: registryApi.signatureSchema }), {
    signatureJson: input.signatureJson,
  });
  const { model, runId } = input;
  const registered = await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('model')
      .values({ name: model, latest_version: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { latest_version } = await transaction
      .selectFrom('model')
      .select('latest_version')
      .where('name', '=', model)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const made = await transaction
      .selectFrom('model_version')
      .select(['model', 'version'])
      .where('run_id', '=', runId)
      .executeTakeFirst();
    if (made && made.model !== model) {
      throw new PlatformError(
        'already_exists',
        `The run "${runId}" made version ${made.version} of the model "${made.model}".`,
      );
    }
    if (made) return { version: await readVersion(transaction, model, made), isNew: false };
    // Held until the version is there: a run is ended before or after, and who ends it can tell which.
    const run = await transaction
      .selectFrom('run')
      .select('status')
      .where('run_id', '=', runId)
      .forUpdate()
      .executeTakeFirst();
    if (run && run.status !== 'running' && run.status !== 'finished') {
      throw new PlatformError(
        'failed_precondition',
        `The run "${runId}" has ended as ${run.status}: its model is not registered any more.`,
      );
    }
    const version = latest_version + 1;
    await transaction
      .insertInto('model_version')
      .values({
        model,
        version,
        run_id: runId,
        algorithm: input.algorithm,
        model_key: input.modelKey,
        sha256: input.sha256,
        size: input.size,
        signature: JSON.stringify(input.signatureJson),
        lineage: JSON.stringify(input.lineage),
        metric: input.metric,
        holdout_metrics: JSON.stringify(input.holdoutMetrics),
        created_at: clock.now(),
        gate_decision: null,
        gate_reasons: null,
        gate_decided_at: null,
      })
      .execute();
    await transaction
      .updateTable('model')
      .set({ latest_version: version })
      .where('name', '=', model)
      .execute();
    await outbox.append(
      transaction,
      newEvent('model.registered', model, { model, version, runId, sha256: input.sha256 }),
    );
    return { version: await readVersion(transaction, model, { version }), isNew: true };
  });
  if (registered.isNew) {
    metrics
      .counter({ name: 'millrace_model_versions_registered_total', help: 'Model versions made.' })
      .add({});
  }
  return registered.version;
}
