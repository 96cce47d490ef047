import type { HistogramData } from '../column-shapes.js';
import { formatCount, formatShare } from '../format/numbers.js';

interface HistogramProps {
  readonly data: HistogramData;
  /** A second distribution over the same bins, drawn behind, such as a reference. */
  readonly reference?: readonly number[] | undefined;
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}

/** Bars of counts; with a reference, both as shares of their own totals so that sizes do not matter. */
export function Histogram({ data, reference, label, width = 160, height = 44 }: HistogramProps) {
  const shares = reference ? toShares(data.counts) : data.counts;
  const behind = reference ? toShares(reference) : undefined;
  const top = Math.max(...shares, ...(behind ?? []), Number.MIN_VALUE);
  const step = width / Math.max(shares.length, 1);
  const gap = Math.min(2, step * 0.15);
  const bars = (values: readonly number[], name: string, inset: number) =>
    values.map((value, index) => {
      const tall = value === 0 ? 0 : Math.max(1, (value / top) * height);
      return (
        <rect
          key={index}
          className={name}
          x={index * step + gap / 2 + inset}
          y={height - tall}
          width={Math.max(0.5, step - gap - 2 * inset)}
          height={tall}
        >
          <title>{`${data.labels[index] ?? index}: ${reference ? formatShare(value) : formatCount(value)}`}</title>
        </rect>
      );
    });
  return (
    <svg className="chart" role="img" aria-label={label} width={width} height={height}>
      {behind && bars(behind, 'chart-reference', 0)}
      {bars(shares, 'chart-series', behind ? step * 0.22 : 0)}
    </svg>
  );
}

function toShares(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total === 0 ? counts : counts.map((count) => count / total);
}
