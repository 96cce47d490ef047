import { driftOutcomeOf, type DriftReportBody } from '@millrace/api';
import { StatusBadge } from './status-badge.js';

/** The verdict of a report, or its state while there is none. */
export function DriftVerdict({
  report,
}: {
  readonly report: Pick<DriftReportBody, 'status' | 'dataset'>;
}) {
  return <StatusBadge status={driftOutcomeOf(report) ?? report.status} />;
}
