import { columnRow } from './column-row.js';
import type { DriftReport } from './drift-report.js';
import { escapeHtml } from './escape-html.js';
import { percent } from './number-text.js';
import { reportStyle } from './report-style.js';

/** What stands above the report: its title and what was compared. */
export interface ReportHeading {
  readonly title: string;
  readonly reference: string;
  readonly current: string;
  readonly createdAt: string;
}

function columnsText(count: number): string {
  return count === 1 ? '1 column' : `${count} columns`;
}

function banner({ dataset, metrics }: DriftReport): string {
  const { driftedColumns, testedColumns, drifted, share, driftShare } = dataset;
  const changed = metrics.filter(
    ({ verdict }) => verdict === 'missing_column' || verdict === 'type_mismatch',
  ).length;
  const schema =
    changed > 0
      ? ` ${columnsText(changed)} ${changed === 1 ? 'is' : 'are'} missing or of another type.`
      : '';
  if (testedColumns === 0) {
    return `<section class="banner warn"><h2>No verdict</h2><p>No column could be tested.${schema}</p></section>`;
  }
  const line = `${driftedColumns} of ${columnsText(testedColumns)} tested (${percent(share)}) drifted; the dataset counts as drifted from ${percent(driftShare)} on.${schema}`;
  if (drifted) {
    return `<section class="banner bad"><h2>The data has drifted</h2><p>${line}</p></section>`;
  }
  return driftedColumns > 0 || changed > 0
    ? `<section class="banner warn"><h2>Some columns changed, the dataset has not drifted</h2><p>${line}</p></section>`
    : `<section class="banner good"><h2>No drift found</h2><p>${line}</p></section>`;
}

function counters({ dataset, metrics }: DriftReport): string {
  const rows = metrics[0]?.rows;
  const cells: [string, string][] = [
    [percent(dataset.share), 'of columns drifted'],
    [String(dataset.driftedColumns), 'drifted columns'],
    [String(dataset.testedColumns), 'tested columns'],
    [String(dataset.columns - dataset.testedColumns), 'without a test'],
  ];
  if (rows) {
    const grouped = (count: number): string => count.toLocaleString('en-US');
    cells.push(
      [grouped(rows.reference), 'reference rows'],
      [grouped(rows.current), 'current rows'],
    );
  }
  return `<section class="counters">${cells.map(([value, label]) => `<div><strong>${value}</strong><span>${label}</span></div>`).join('')}</section>`;
}

/**
 * The report as one self-contained HTML page: no scripts, no outside files, light or dark as the reader prefers.
 * Everything that came from data is escaped.
 */
export function renderReportHtml(report: DriftReport, heading: ReportHeading): string {
  const title = escapeHtml(heading.title);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${reportStyle}</style></head>
<body><main><h1>${title}</h1>
<div class="sides"><span><i class="key r"></i>Reference: <b>${escapeHtml(heading.reference)}</b></span><span><i class="key c"></i>Current: <b>${escapeHtml(heading.current)}</b></span><span>${escapeHtml(heading.createdAt)}</span></div>
${banner(report)}
${counters(report)}
<div class="sheet"><table><thead><tr><th>Column</th><th>Verdict</th><th>Distribution</th><th>Score</th><th>Finding</th></tr></thead>
<tbody>
${report.metrics.map(columnRow).join('\n')}
</tbody></table></div>
<footer>The bar under a score is full at twice the threshold; the mark is the threshold. p-values are corrected for the number of columns (Benjamini-Hochberg). Bins are fitted on the reference; the first and the last take what lies beyond.</footer>
</main></body></html>
`;
}
