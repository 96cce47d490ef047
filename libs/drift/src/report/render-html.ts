import type { DriftReport } from './drift-report.js';

/** What stands above the report: its title and what was compared. */
export interface ReportHeading {
  readonly title: string;
  readonly reference: string;
  readonly current: string;
  readonly createdAt: string;
}

/** The report as one self-contained page without scripts. */
export function renderReportHtml(report: DriftReport, heading: ReportHeading): string {
  return `<!doctype html><title>${heading.title.replace(/[<&]/g, ' ')}</title><p>${report.dataset.driftedColumns} of ${report.dataset.testedColumns} drifted</p>`;
}
