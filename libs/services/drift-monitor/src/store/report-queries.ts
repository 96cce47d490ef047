import { PlatformError, timeKeys, type Page, type PageRequest } from '@millrace/platform';
import type { DriftDatabase } from './drift-tables.js';
import type { StoredReport } from './report-lease.js';

const summaryColumns = [
  'id',
  'subject',
  'mode',
  'reference',
  'current',
  'options',
  'model',
  'model_version',
  'status',
  'reason',
  'drifted',
  'share',
  'retraining_decision',
  'retraining_reason',
  'created_at',
  'attempts',
  'lease_owner',
  'lease_until',
] as const;

/** A report without its columns, as lists show it. */
export type ReportSummary = Pick<StoredReport, (typeof summaryColumns)[number]>;

/** @throws PlatformError `not_found` */
export async function readReport(db: DriftDatabase, id: string): Promise<StoredReport> {
  const report = await db
    .selectFrom('drift_report')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!report) throw new PlatformError('not_found', `There is no drift report "${id}".`);
  return report;
}

export interface ReportQuery extends PageRequest {
  readonly subject?: string | undefined;
}

/** Newest first. @throws PlatformError `invalid_argument` for a page token of another list */
export async function readReportPage(
  db: DriftDatabase,
  { subject, ...request }: ReportQuery,
): Promise<Page<ReportSummary>> {
  let query = db.selectFrom('drift_report').select(summaryColumns);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  const after = timeKeys.after(request);
  if (after) {
    const { at, id } = after;
    query = query.where(({ eb, or, and }) =>
      or([eb('created_at', '<', at), and([eb('created_at', '=', at), eb('id', '<', id)])]),
    );
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.pageSize + 1)
    .execute();
  return timeKeys.page(rows, request, ({ created_at, id }) => ({ at: created_at, id }));
}
