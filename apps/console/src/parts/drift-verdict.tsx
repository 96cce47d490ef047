import type { DriftReportBody } from '@millrace/api';
import { StatusBadge } from './status-badge.js';

type Verdict = Pick<DriftReportBody, 'status' | 'dataset'>;

/** The verdict of a report, or its state while there is none. */
export function DriftVerdict({ report }: { readonly report: Verdict }) {
  if (report.status !== 'completed' || !report.dataset)
    return <StatusBadge status={report.status} />;
  return <StatusBadge status={report.dataset.drifted ? 'drifted' : 'stable'} />;
}
