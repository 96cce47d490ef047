import { compareFrames, type DriftReport } from '@millrace/drift';
import { selectColumns } from '../domain/prediction-frame.js';
import type { StoredReport } from '../store/report-lease.js';
import type { DriftContext } from './drift-context.js';
import { readSide } from './read-side.js';

/** Reads both sides of a report and compares them. @throws PlatformError as `readSide` does */
export async function computeReport(
  context: DriftContext,
  report: StoredReport,
  signal: AbortSignal,
): Promise<DriftReport> {
  const request = {
    reportId: report.id,
    modelVersion: report.model_version ?? undefined,
    signal,
  };
  const reference = await readSide(context, { ...request, side: report.reference });
  const current = await readSide(context, { ...request, side: report.current });
  const { driftShare, thresholds, columns } = report.options;
  // Of predictions only the model's inputs are known: target and unread columns have no counterpart there.
  const compared = current.inputs ?? reference.inputs ?? (columns && new Set(columns));
  const { minimumRows } = context.policy;
  return compareFrames(
    compared ? selectColumns(reference.frame, compared) : reference.frame,
    compared ? selectColumns(current.frame, compared) : current.frame,
    {
      ...(driftShare !== undefined && { driftShare }),
      ...(thresholds && { thresholds }),
      ...(minimumRows !== undefined && { minimumRows }),
    },
  );
}
