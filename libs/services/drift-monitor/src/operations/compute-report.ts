import { compareFrames, type DriftReport } from '@millrace/drift';
import type { Column } from '@millrace/frame';
import { answersColumn, answersName } from '../domain/answers.js';
import { selectColumns } from '../domain/prediction-frame.js';
import type { StoredReport } from '../store/report-lease.js';
import type { DriftContext } from './drift-context.js';
import { readSide, type ReadSide } from './read-side.js';

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
  const prediction = answersName(compared ?? new Set());
  const answers = await answersOf(prediction, { reference, current });
  const frameOf = (side: 'reference' | 'current') => {
    const { frame } = side === 'reference' ? reference : current;
    const shown = compared ? selectColumns(frame, compared) : frame;
    return answers ? { ...shown, columns: [answers[side], ...shown.columns] } : shown;
  };
  return compareFrames(frameOf('reference'), frameOf('current'), {
    ...(answers && { prediction }),
    ...(driftShare !== undefined && { driftShare }),
    ...(thresholds && { thresholds }),
    ...(minimumRows !== undefined && { minimumRows }),
  });
}

/** What the model said on either side, as columns; undefined unless both are known. */
async function answersOf(
  name: string,
  { reference, current }: { readonly reference: ReadSide; readonly current: ReadSide },
): Promise<{ readonly reference: Column; readonly current: Column } | undefined> {
  if (!reference.answers || !current.answers) return undefined;
  const now = answersColumn(name, await current.answers());
  const before = now && answersColumn(name, await reference.answers());
  return before && { reference: before, current: now };
}
