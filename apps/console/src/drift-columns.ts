import type { DriftColumn, DriftHistogram } from '@millrace/api';
import type { HistogramData } from './column-shapes.js';
import { formatNumber, formatShare } from './format/numbers.js';

/** The columns of a report: what the model says, then the worst first. */
export function worstFirst(columns: readonly DriftColumn[]): readonly DriftColumn[] {
  const rank = ({ role, verdict }: DriftColumn) =>
    role === 'prediction' ? -1 : isBad(verdict) ? 0 : verdict === 'stable' ? 1 : 2;
  return columns.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.severity ?? 0) - (a.severity ?? 0) ||
      a.column.localeCompare(b.column),
  );
}

function isBad(verdict: DriftColumn['verdict']): boolean {
  return verdict === 'drifted' || verdict === 'type_mismatch' || verdict === 'missing_column';
}

/** What else was found beside the distribution: missing values and categories the reference never had. */
export function signalsOf({ missing, newCategories }: DriftColumn): readonly string[] {
  const signals: string[] = [];
  if (missing && (missing.reference > 0 || missing.current > 0)) {
    signals.push(`missing ${formatShare(missing.reference)} → ${formatShare(missing.current)}`);
  }
  if (newCategories && newCategories.share > 0) {
    const names = newCategories.categories.slice(0, 3).join(', ');
    const more = newCategories.categories.length > 3 ? ', …' : '';
    signals.push(`new: ${names}${more} (${formatShare(newCategories.share)})`);
  }
  return signals;
}

export interface ComparedHistogram {
  readonly current: HistogramData;
  readonly reference: readonly number[];
}

/** Both sides of a column, ready to be drawn over the same bins. */
export function comparedHistogram(histogram: DriftHistogram): ComparedHistogram {
  const { reference, current } = histogram;
  return { current: { labels: labelsOf(histogram), counts: current }, reference };
}

function labelsOf(histogram: DriftHistogram): readonly string[] {
  if (histogram.kind === 'categorical') return histogram.labels;
  const { edges } = histogram;
  const last = edges.length - 2;
  return edges.slice(0, -1).map((edge, index) => {
    const next = formatNumber(edges[index + 1] ?? edge);
    if (last === 0) return 'all';
    if (index === 0) return `up to ${next}`;
    return index === last ? `from ${formatNumber(edge)}` : `${formatNumber(edge)} to ${next}`;
  });
}
