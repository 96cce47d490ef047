import type { ColumnHistogram } from './drift-report.js';
import { escapeHtml } from './escape-html.js';
import { decimal, percent } from './number-text.js';

const width = 220;
const height = 56;
const mostNamed = 5;

function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function bars(shares: readonly number[], tallest: number, inset: number, side: string): string {
  const step = width / shares.length;
  const path = shares
    .map((share, index) => {
      const tall = share > 0 ? Math.max(1, (share / tallest) * height) : 0;
      const left = coordinate(index * step + step * inset);
      const wide = coordinate(step * (1 - 2 * inset));
      return tall === 0
        ? ''
        : `M${left} ${height}v-${coordinate(tall)}h${wide}v${coordinate(tall)}z`;
    })
    .join('');
  return `<path class="${side}" d="${path}"/>`;
}

/** The outline of numeric bins, drawn over the reference's bars. */
function outline(shares: readonly number[], tallest: number): string {
  const step = width / shares.length;
  const points = shares
    .map((share) => `V${coordinate(height - (share / tallest) * height)}h${coordinate(step)}`)
    .join('');
  return `<path class="cur-line" d="M0 ${height}${points}V${height}"/>`;
}

function ends(histogram: ColumnHistogram): string {
  if (histogram.kind === 'numeric') {
    const first = histogram.edges[0] ?? 0;
    const last = histogram.edges.at(-1) ?? 0;
    return `<span>${decimal(first)}</span><span>${decimal(last)}</span>`;
  }
  const { labels } = histogram;
  // Few categories have room for a name under each bar; of many, the ends tell the order.
  const named = labels.length <= mostNamed;
  const shown = named ? labels : [labels[0] ?? '', labels.at(-1) ?? ''];
  return shown
    .map((label) => `<span${named ? ' class="cell"' : ''}>${escapeHtml(label)}</span>`)
    .join('');
}

function spoken(histogram: ColumnHistogram): string {
  if (histogram.kind === 'numeric') {
    return 'Distribution of both sides over the same bins';
  }
  return histogram.labels
    .map(
      (label, index) =>
        `${label}: ${percent(histogram.reference[index] ?? 0)} → ${percent(histogram.current[index] ?? 0)}`,
    )
    .join('; ');
}

/** Both sides of a column over each other: the reference as filled bars, the current data before it. */
export function histogramSvg(histogram: ColumnHistogram): string {
  const tallest = Math.max(...histogram.reference, ...histogram.current, 1e-9);
  const gap = histogram.kind === 'numeric' ? 0.04 : 0.1;
  const front =
    histogram.kind === 'numeric'
      ? bars(histogram.current, tallest, gap, 'cur') + outline(histogram.current, tallest)
      : bars(histogram.current, tallest, 0.28, 'cur solid');
  const title = escapeHtml(spoken(histogram));
  return (
    `<svg viewBox="0 -1 ${width} ${height + 2}" width="${width}" height="${height + 2}" role="img" aria-label="${title}">` +
    `<title>${title}</title>${bars(histogram.reference, tallest, gap, 'ref')}${front}` +
    `<path class="axis" d="M0 ${height + 0.5}h${width}"/></svg><div class="ends">${ends(histogram)}</div>`
  );
}
