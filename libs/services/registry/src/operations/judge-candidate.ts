import type { TrainingCompleted } from '@millrace/contracts';
import { registryApi } from '@millrace/api';
import { PlatformError, type Effect } from '@millrace/platform';
import type { ModelInput } from '../domain/input-compatibility.js';
import { decidePromotion, type PromotionCase } from '../domain/promotion-gates.js';
import { moveAlias } from '../store/move-alias.js';
import type { RegistryDatabase, RegistryTables } from '../store/registry-tables.js';
import type { RegistryContext } from './registry-context.js';

/** The alias of the version that answers requests. */
export const championAlias = 'champion';

/**
 * Takes a finished training to the gates: the decision and its reasons are kept on the version, and a promoted one
 * becomes champion in the same transaction. A version is judged once.
 * @throws PlatformError `unavailable` while the version is not registered yet: the event is worth another try
 */
export async function judgeCandidate(
  { db, clock, ids, outbox, metrics }: RegistryContext,
  completed: TrainingCompleted,
): Promise<Effect<RegistryTables>> {
  const { model, modelVersion } = completed;
  if ((await readGateInputs(db, model, modelVersion)) === undefined) {
    throw new PlatformError(
      'unavailable',
      `Version ${modelVersion} of the model "${model}" is not registered yet.`,
    );
  }
  return async (transaction) => {
    await transaction
      .selectFrom('model')
      .select('name')
      .where('name', '=', model)
      .forUpdate()
      .execute();
    const candidate = await readGateInputs(transaction, model, modelVersion);
    if (!candidate || candidate.judged) return;
    const alias = await transaction
      .selectFrom('model_alias')
      .select('version')
      .where('model', '=', model)
      .where('alias', '=', championAlias)
      .executeTakeFirst();
    const champion = alias && (await readGateInputs(transaction, model, alias.version));
    const { decision, reasons } = decidePromotion(caseOf(completed, candidate, champion));
    const now = clock.now();
    await transaction
      .updateTable('model_version')
      .set({
        gate_decision: decision,
        gate_reasons: JSON.stringify(reasons),
        gate_decided_at: now,
      })
      .where('model', '=', model)
      .where('version', '=', modelVersion)
      .execute();
    if (decision === 'promoted') {
      await moveAlias(transaction, outbox, {
        id: ids.next(),
        model,
        alias: championAlias,
        version: modelVersion,
        actor: 'promotion gates',
        reason: reasons.join(' '),
        at: now,
      });
    }
    metrics
      .counter({
        name: 'millrace_promotion_decisions_total',
        help: 'Versions judged by the promotion gates.',
        labels: ['decision'],
      })
      .add({ decision });
  };
}

interface GateInputs {
  readonly version: number;
  readonly target: string;
  readonly inputs: readonly ModelInput[];
  readonly judged: boolean;
}

async function readGateInputs(
  db: RegistryDatabase,
  model: string,
  version: number,
): Promise<GateInputs | undefined> {
  const row = await db
    .selectFrom('model_version')
    .select(['signature', 'gate_decision'])
    .where('model', '=', model)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) return undefined;
  const { inputs, target } = registryApi.signatureSchema.parse(row.signature);
  return { version, target, inputs, judged: row.gate_decision !== null };
}

function caseOf(
  { modelVersion, metric, holdoutMetrics, champion: score }: TrainingCompleted,
  { inputs, target }: GateInputs,
  champion: GateInputs | undefined,
): PromotionCase {
  return {
    candidate: { version: modelVersion, target, inputs, holdoutMetrics },
    metric,
    ...(champion && { champion }),
    ...(score && {
      championScore: {
        version: score.version,
        holdoutMetrics: score.holdoutMetrics,
        ...(score.incompatibility && { incompatibility: score.incompatibility }),
      },
    }),
  };
}
