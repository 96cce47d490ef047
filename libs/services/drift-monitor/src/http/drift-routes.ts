import { driftApi } from '@millrace/api';
import { renderReportHtml } from '@millrace/drift';
import { PlatformError, route, type Route } from '@millrace/platform';
import type { DriftContext } from '../operations/drift-context.js';
import { requestReport } from '../operations/request-report.js';
import { readReport, readReportPage } from '../store/report-queries.js';
import { reportBody, sideInWords } from './report-body.js';

export function driftRoutes(context: DriftContext): Route[] {
  const { db } = context;
  return [
    route(driftApi.createDriftReport, async ({ body, signal }) => ({
      status: 202,
      json: { id: await requestReport(context, body, signal), status: 'running' },
    })),
    route(driftApi.listDriftReports, async ({ query }) => {
      const page = await readReportPage(db, query);
      return { status: 200, json: { ...page, items: page.items.map((item) => reportBody(item)) } };
    }),
    // Before the report's own path, which would take the suffix for a part of the id.
    route(driftApi.getDriftReportPage, async ({ params }) => {
      const report = await readReport(db, params.id);
      if (!report.result) {
        throw new PlatformError(
          'failed_precondition',
          report.status === 'failed'
            ? `The report failed: ${report.reason ?? 'the reason is unknown'}`
            : 'The report is still being made.',
        );
      }
      const html = renderReportHtml(report.result, {
        title: `Drift of ${report.subject}`,
        reference: sideInWords(report.reference),
        current: sideInWords(report.current),
        createdAt: report.created_at.toISOString(),
      });
      return {
        status: 200,
        contentType: 'text/html; charset=utf-8',
        bytes: new TextEncoder().encode(html),
      };
    }),
    route(driftApi.getDriftReport, async ({ params }) => {
      const report = await readReport(db, params.id);
      return { status: 200, json: reportBody(report, report.result) };
    }),
  ];
}
