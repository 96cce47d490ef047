import type { DriftReportBody, DriftSide } from '@millrace/api';
import type { DriftReport } from '@millrace/drift';
import type { ReportSummary } from '../store/report-queries.js';

/** A report as clients see it; without a result it has no columns. */
export function reportBody(report: ReportSummary, result?: DriftReport | null): DriftReportBody {
  return {
    id: report.id,
    status: report.status,
    ...(report.reason !== null && { reason: report.reason }),
    mode: report.mode,
    subject: report.subject,
    reference: report.reference,
    current: report.current,
    ...(report.drifted !== null &&
      report.share !== null && {
        dataset: { ...result?.dataset, drifted: report.drifted, share: report.share },
      }),
    metrics: result ? result.metrics.map((column) => ({ ...column })) : [],
    tests: result ? result.tests.map((test) => ({ ...test })) : [],
    ...(report.retraining_decision && {
      retraining: {
        decision: report.retraining_decision,
        reason: report.retraining_reason ?? '',
      },
    }),
    createdAt: report.created_at.toISOString(),
  };
}

/** A side in words, for a page's heading. */
export function sideInWords(side: DriftSide): string {
  if ('dataset' in side) return `${side.dataset}, version ${side.version ?? 'newest'}`;
  if ('model' in side)
    return `training data of ${side.model}, version ${side.version ?? 'champion'}`;
  const { model, from, to } = side.predictions;
  const since = from === undefined ? '' : ` from ${from}`;
  const until = to === undefined ? '' : ` to ${to}`;
  return `predictions of ${model}${since}${until}`;
}
