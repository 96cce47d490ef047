import type { PlatformError } from '@millrace/platform';
import type { StoredReport } from '../store/report-lease.js';
import type { DriftContext } from './drift-context.js';

/** Ends a report that cannot be made, with the reason. */
export async function failReport(
  { db, metrics }: DriftContext,
  { report, error, owner }: { report: StoredReport; error: PlatformError; owner: string },
): Promise<void> {
  await db
    .updateTable('drift_report')
    .set({
      status: 'failed',
      reason: error.message,
      ...(report.model !== null && {
        retraining_decision: 'not_requested' as const,
        retraining_reason: 'The comparison failed, so nothing is known about drift.',
      }),
      lease_owner: null,
      lease_until: null,
    })
    .where('id', '=', report.id)
    .where('status', '=', 'running')
    .where('lease_owner', '=', owner)
    .execute();
  metrics
    .counter({
      name: 'millrace_drift_reports_total',
      help: 'Drift reports made, by what was compared and the verdict.',
      labels: ['mode', 'verdict'],
    })
    .add({ mode: report.mode, verdict: 'failed' });
}
