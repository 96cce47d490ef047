import type { ColumnDrift, ColumnVerdict } from './drift-report.js';
import { escapeHtml } from './escape-html.js';
import { histogramSvg } from './histogram-svg.js';
import { decimal, percent } from './number-text.js';

const verdictText: Readonly<Record<ColumnVerdict, readonly [text: string, tone: string]>> = {
  drifted: ['Drifted', 'bad'],
  stable: ['Stable', 'good'],
  insufficient_data: ['Too few values', 'mute'],
  type_mismatch: ['Type changed', 'bad'],
  missing_column: ['Column missing', 'bad'],
  new_column: ['New column', 'warn'],
  not_tested: ['Not tested', 'mute'],
};

/** A bar of the severity from 0 to twice the threshold, with a mark at the threshold. */
function gauge(severity: number, drifted: boolean): string {
  const filled = Math.round(Math.min(1, severity / 2) * 120);
  return (
    `<svg class="gauge" viewBox="0 0 120 6" aria-hidden="true"><rect width="120" height="6" rx="3"/>` +
    `<rect class="fill${drifted ? ' over' : ''}" width="${filled}" height="6" rx="3"/><rect class="mark" x="59" width="2" height="6"/></svg>`
  );
}

function scoreCell(found: ColumnDrift): string {
  if (found.score === undefined || found.threshold === undefined) {
    return '<span class="small">–</span>';
  }
  const pValue = found.scoreKind === 'p_value';
  const line = `${pValue ? 'drift below' : 'drift from'} ${decimal(found.threshold)}`;
  const effect =
    pValue && found.effectSize !== undefined ? ` · effect ${decimal(found.effectSize)}` : '';
  const over = found.distributionDrifted === true;
  return (
    `<span class="score">${pValue ? 'p ' : ''}${decimal(found.score)}</span>${gauge(found.scoreSeverity ?? 0, over)}` +
    `<span class="small">${line}${effect}</span><span class="small">${escapeHtml(found.testTitle ?? '')}</span>`
  );
}

function signals(found: ColumnDrift): string {
  const notes: string[] = [];
  const { missing, newCategories } = found;
  if (missing && !missing.drifted && (missing.reference > 0 || missing.current > 0)) {
    notes.push(`missing ${percent(missing.reference)} → ${percent(missing.current)}`);
  }
  if (newCategories && newCategories.share > 0) {
    const names = newCategories.categories.slice(0, 3).join(', ');
    notes.push(`new: ${names}${newCategories.categories.length > 3 ? ', …' : ''}`);
  }
  return notes.map((note) => `<span class="small">${escapeHtml(note)}</span>`).join('');
}

/** One column as a row of the report's table. */
export function columnRow(found: ColumnDrift): string {
  const [text, tone] = verdictText[found.verdict];
  return (
    `<tr><td class="name">${escapeHtml(found.column)}<span class="small">${found.role === 'prediction' ? 'what the model says' : escapeHtml(found.type)}</span></td>` +
    `<td><span class="chip ${tone}">${text}</span></td>` +
    `<td class="plot">${found.histogram ? histogramSvg(found.histogram) : ''}</td>` +
    `<td>${scoreCell(found)}</td>` +
    `<td class="reason">${escapeHtml(found.reason)}${signals(found)}</td></tr>`
  );
}
