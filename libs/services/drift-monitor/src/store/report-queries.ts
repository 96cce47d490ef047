import { PlatformError } from '@millrace/platform';
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

export interface ReportQuery {
  readonly pageSize: number;
  readonly pageToken?: string | undefined;
  readonly subject?: string | undefined;
}

/** Newest first. @throws PlatformError `invalid_argument` for a page token of another list */
export async function readReportPage(
  db: DriftDatabase,
  { pageSize, pageToken, subject }: ReportQuery,
): Promise<{ items: ReportSummary[]; nextPageToken?: string }> {
  let query = db.selectFrom('drift_report').select(summaryColumns);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (pageToken !== undefined) {
    const { at, id } = decodePosition(pageToken);
    query = query.where(({ eb, or, and }) =>
      or([eb('created_at', '<', at), and([eb('created_at', '=', at), eb('id', '<', id)])]),
    );
  }
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize + 1)
    .execute();
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return rows.length > pageSize && last
    ? { items, nextPageToken: encodePosition(last.created_at, last.id) }
    : { items };
}

const encodePosition = (at: Date, id: string) =>
  Buffer.from(`${at.getTime()} ${id}`).toString('base64url');

function decodePosition(token: string): { at: Date; id: string } {
  const [, milliseconds = '', id = ''] =
    /^(\d{1,15}) ([0-9a-f-]{36})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (id === '') {
    throw new PlatformError('invalid_argument', 'The page token is not one this list gave out.', {
      faults: [{ field: 'pageToken', message: 'is not a token of this list' }],
    });
  }
  return { at: new Date(Number(milliseconds)), id };
}
