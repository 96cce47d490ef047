import type { DriftReport } from '@millrace/drift';
import { newEvent } from '@millrace/platform';
import { nameBasedId } from '../domain/name-based-id.js';
import { decideRetraining } from '../domain/retraining.js';
import type { DriftDatabase } from '../store/drift-tables.js';
import type { StoredReport } from '../store/report-lease.js';
import type { DriftContext } from './drift-context.js';

/**
 * Keeps a finished comparison, says `drift.reported`, and follows up on what the monitor began by itself:
 * `drift.detected`, and `training.requested` or the reason why not. All of it, or nothing when somebody else has
 * taken the report over.
 */
export async function completeReport(
  context: DriftContext,
  { report, result, owner }: { report: StoredReport; result: DriftReport; owner: string },
): Promise<'completed' | 'lost'> {
  const { db, outbox, metrics } = context;
  const { id, subject } = report;
  const { drifted, share } = result.dataset;
  const outcome = await db.transaction().execute(async (transaction) => {
    const held = await transaction
      .updateTable('drift_report')
      .set({
        status: 'completed',
        result: JSON.stringify(result),
        drifted,
        share,
        lease_owner: null,
        lease_until: null,
      })
      .where('id', '=', id)
      .where('status', '=', 'running')
      .where('lease_owner', '=', owner)
      .returning('id')
      .executeTakeFirst();
    if (!held) return 'lost';
    await outbox.append(
      transaction,
      newEvent('drift.reported', subject, { reportId: id, subject, drifted, share }),
    );
    await followUp(context, transaction, report, result);
    return 'completed';
  });
  if (outcome === 'completed') {
    metrics
      .counter({
        name: 'millrace_drift_reports_total',
        help: 'Drift reports made, by what was compared and the verdict.',
        labels: ['mode', 'verdict'],
      })
      .add({ mode: report.mode, verdict: drifted ? 'drifted' : 'stable' });
    metrics
      .gauge({
        name: 'millrace_drift_share_ratio',
        help: 'Share of drifted columns in the last report about a model or dataset.',
        labels: ['mode', 'subject'],
      })
      .set({ mode: report.mode, subject }, share);
  }
  return outcome;
}

async function followUp(
  { outbox, clock, policy, metrics }: DriftContext,
  transaction: DriftDatabase,
  { id, mode, model, model_version, current }: StoredReport,
  { dataset: { drifted, share, testedColumns }, metrics: columns }: DriftReport,
): Promise<void> {
  if (model === null || model_version === null) return;
  const watched = await transaction
    .selectFrom('watched_model')
    .selectAll()
    .where('model', '=', model)
    .forUpdate()
    .executeTakeFirst();
  if (!watched) return;
  const now = clock.now();
  const { decision, reason, driftedWindows } = decideRetraining(
    {
      trigger: mode,
      drifted,
      share,
      testedColumns,
      comparedVersion: model_version,
      championVersion: watched.version,
      earlierDriftedWindows: watched.drifted_windows,
      ...(watched.training_requested_at && { lastRequestedAt: watched.training_requested_at }),
      now,
    },
    policy,
  );
  await transaction
    .updateTable('drift_report')
    .set({ retraining_decision: decision, retraining_reason: reason })
    .where('id', '=', id)
    .execute();
  await transaction
    .updateTable('watched_model')
    .set({
      drifted_windows: driftedWindows,
      ...(decision === 'requested' && { training_requested_at: now }),
    })
    .where('model', '=', model)
    .execute();
  if (drifted) {
    const names = columns.filter(({ verdict }) => verdict === 'drifted').map((each) => each.column);
    await outbox.append(
      transaction,
      newEvent('drift.detected', model, { reportId: id, model, share, columns: names }),
    );
  }
  if (decision === 'requested') {
    await outbox.append(
      transaction,
      newEvent('training.requested', watched.dataset, {
        requestId: nameBasedId('training', id),
        dataset: watched.dataset,
        ...('dataset' in current && { version: current.version }),
        model,
        reason,
        driftReportId: id,
      }),
    );
  }
  metrics
    .counter({
      name: 'millrace_retraining_decisions_total',
      help: 'Verdicts about watched models, by whether they asked for training.',
      labels: ['decision'],
    })
    .add({ decision });
}
