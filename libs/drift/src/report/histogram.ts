import { binCounts, equalWidthEdges, sharesOf } from '../statistics/binning.js';
import { valueCells } from '../tests/cells.js';
import { distinctValues, type NumericSample, type Sample } from '../tests/sample.js';
import type { ColumnHistogram } from './drift-report.js';

const mostBins = 20;
const mostCategories = 12;
const fewValues = 12;

function quantile(values: Float64Array, share: number): number {
  return values[Math.round(share * (values.length - 1))] ?? 0;
}

/** Bins over the bulk of the reference, so that a few outliers do not flatten the picture; the end bins are open. */
function numericHistogram(reference: NumericSample, current: NumericSample): ColumnHistogram {
  const low = quantile(reference.values, 0.005);
  const high = quantile(reference.values, 0.995);
  const wanted = Math.min(mostBins, Math.max(8, Math.ceil(Math.sqrt(reference.values.length))));
  const bins = reference.integers ? Math.max(1, Math.min(wanted, high - low)) : wanted;
  const edges = equalWidthEdges(low, high, bins);
  return {
    kind: 'numeric',
    edges: [...edges],
    reference: sharesOf(binCounts(reference.values, edges)),
    current: sharesOf(binCounts(current.values, edges)),
  };
}

function categoricalHistogram(reference: Sample, current: Sample): ColumnHistogram {
  const cells = valueCells(reference, current);
  const numeric = reference.kind === 'numeric';
  const places = cells.labels.map((_, index) => index);
  const count = (side: readonly number[], place: number): number => side[place] ?? 0;
  places.sort((a, b) =>
    numeric
      ? Number(cells.labels[a]) - Number(cells.labels[b])
      : count(cells.reference, b) - count(cells.reference, a) ||
        count(cells.current, b) - count(cells.current, a) ||
        a - b,
  );
  const shown = places.slice(0, places.length > mostCategories ? mostCategories - 1 : undefined);
  const rest = places.slice(shown.length);
  const side = (shares: readonly number[]): number[] => [
    ...shown.map((place) => count(shares, place)),
    ...(rest.length > 0 ? [rest.reduce((sum, place) => sum + count(shares, place), 0)] : []),
  ];
  return {
    kind: 'categorical',
    labels: [
      ...shown.map((place) => (cells.labels[place] ?? '').slice(0, 60)),
      ...(rest.length > 0 ? [`${rest.length} others`] : []),
    ],
    reference: side(sharesOf(cells.reference)),
    current: side(sharesOf(cells.current)),
  };
}

/** Both sides of a column over the same few bins, for plotting. Both samples non-empty and of one kind. */
export function histogramOf(reference: Sample, current: Sample): ColumnHistogram {
  if (
    reference.kind === 'numeric' &&
    current.kind === 'numeric' &&
    distinctValues(reference, current, fewValues + 1) > fewValues
  ) {
    return numericHistogram(reference, current);
  }
  return categoricalHistogram(reference, current);
}
