import { formatNumber } from './format/numbers.js';

/** Bars to draw: a label (a range or a category) and a count each. */
export interface HistogramData {
  readonly labels: readonly string[];
  readonly counts: readonly number[];
}

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const numbersIn = (value: unknown): readonly number[] | undefined =>
  Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : undefined;

/**
 * The bars of a distribution as the services give it: `{edges, counts}` of a numeric column
 * (one edge more than counts) or `[{value, count}]` of a categorical one; nothing for other shapes.
 */
export function histogramOf(distribution: unknown): HistogramData | undefined {
  if (Array.isArray(distribution)) return barsOf(distribution);
  if (!isObject(distribution)) return undefined;
  const counts = numbersIn(distribution['counts']);
  if (!counts || counts.length === 0) return undefined;
  const edges = numbersIn(distribution['edges']);
  if (edges && edges.length === counts.length + 1) {
    const labels = counts.map(
      (_, index) => `${formatNumber(edges[index] ?? 0)} to ${formatNumber(edges[index + 1] ?? 0)}`,
    );
    return { labels, counts };
  }
  const names = distribution['labels'] ?? distribution['categories'];
  const labels = Array.isArray(names) ? names.map(String) : counts.map((_, index) => `#${index}`);
  return { labels, counts };
}

function barsOf(items: readonly unknown[]): HistogramData | undefined {
  const bars = items.filter(isObject).flatMap((item) => {
    const label = item['value'] ?? item['label'] ?? item['category'];
    const count = item['count'];
    return typeof count === 'number' ? [{ label: String(label), count }] : [];
  });
  if (bars.length === 0) return undefined;
  return { labels: bars.map((bar) => bar.label), counts: bars.map((bar) => bar.count) };
}

export interface ProfiledColumn {
  readonly histogram: HistogramData | undefined;
  /** Statistics by name, such as min, mean, max. */
  readonly summary: readonly (readonly [name: string, value: number])[];
}

/** What a column's profile holds beyond the fields that the API fixes. */
export function profiledColumn(column: Loose): ProfiledColumn {
  const statistics = [column, column['numeric'], column['statistics']].filter(isObject);
  const summary = ['min', 'mean', 'standardDeviation', 'max'].flatMap((name) => {
    const value = statistics.map((place) => place[name]).find((item) => typeof item === 'number');
    const label = name === 'standardDeviation' ? 'sd' : name;
    return value === undefined ? [] : [[label, value] as const];
  });
  const places = [...statistics, column['categorical'], column['categories']].filter(isObject);
  const distributions = places.flatMap((place) =>
    ['histogram', 'top', 'topValues', 'categories', 'values'].map((name) =>
      histogramOf(place[name]),
    ),
  );
  return { histogram: distributions.find((found) => found !== undefined), summary };
}
