import type { ExplanationBody } from '@millrace/api';
import { formatNumber } from '../format/numbers.js';

type Importances = ExplanationBody['importance']['features'];

interface ImportanceBarsProps {
  readonly features: Importances;
  readonly label: string;
  /** In pixels. */
  readonly width?: number;
}

const rowHeight = 24;
const barHeight = 12;
const nameShare = 0.38;
const numberWidth = 76;

/** A bar for each feature, the longest first, with a whisker of one standard deviation to both sides. */
export function ImportanceBars({ features, label, width = 640 }: ImportanceBarsProps) {
  const nameWidth = width * nameShare;
  const barWidth = width - nameWidth - numberWidth;
  const reach = Math.max(
    ...features.map(({ mean, standardDeviation }) => Math.max(0, mean) + standardDeviation),
    Number.MIN_VALUE,
  );
  const lengthOf = (value: number) => (Math.max(0, value) / reach) * barWidth;
  const height = features.length * rowHeight;
  return (
    <svg
      className="chart"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      style={{ maxWidth: width }}
    >
      {features.map(({ feature, mean, standardDeviation }, index) => {
        const middle = index * rowHeight + rowHeight / 2;
        const from = nameWidth + lengthOf(mean - standardDeviation);
        const to = nameWidth + lengthOf(mean + standardDeviation);
        return (
          <g key={feature}>
            <title>{`${feature}: ${formatNumber(mean)} ± ${formatNumber(standardDeviation)}`}</title>
            <text x={nameWidth - 8} y={middle} textAnchor="end" dominantBaseline="central">
              {shortened(feature)}
            </text>
            <rect
              className="chart-series"
              x={nameWidth}
              y={middle - barHeight / 2}
              width={lengthOf(mean)}
              height={barHeight}
              rx={2}
            />
            <line className="chart-whisker" x1={from} x2={to} y1={middle} y2={middle} />
            <text x={to + 8} y={middle} dominantBaseline="central">
              {formatNumber(mean)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function shortened(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}
