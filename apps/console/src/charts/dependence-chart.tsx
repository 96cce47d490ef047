import type { PartialDependenceBody } from '@millrace/api';
import { formatNumber, formatShare } from '../format/numbers.js';

interface DependenceChartProps {
  readonly dependence: PartialDependenceBody;
  /** Which of the answers is drawn. */
  readonly answer: number;
  /** Ends of the scale of the answers: the same for all charts that stand beside each other. */
  readonly range: readonly [number, number];
  readonly answerName: string;
}

const width = 260;
const height = 150;
const edge = { left: 44, right: 10, top: 10, bottom: 30 };

/** How a model's mean answer goes with one feature: a line through numbers, a bar for each category and for a gap. */
export function DependenceChart({ dependence, answer, range, answerName }: DependenceChartProps) {
  const { feature, kind, points } = dependence;
  const [low, high] = range;
  const y = (value: number) => {
    const part = high > low ? (value - low) / (high - low) : 0.5;
    return height - edge.bottom - part * (height - edge.top - edge.bottom);
  };
  const bottom = height - edge.bottom;
  return (
    <svg
      className="chart"
      role="img"
      aria-label={`Mean ${answerName} by ${feature}`}
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      style={{ maxWidth: width }}
    >
      {[low, high].map((value) => (
        <g key={value}>
          <line
            className="chart-grid"
            x1={edge.left}
            x2={width - edge.right}
            y1={y(value)}
            y2={y(value)}
          />
          <text x={edge.left - 6} y={y(value)} textAnchor="end" dominantBaseline="central">
            {formatNumber(Number(value.toPrecision(2)))}
          </text>
        </g>
      ))}
      {kind === 'numeric' ? (
        <NumberLine points={points} answer={answer} y={y} bottom={bottom} />
      ) : (
        <Bars points={points} answer={answer} y={y} bottom={bottom} />
      )}
    </svg>
  );
}

interface DrawingProps {
  readonly points: PartialDependenceBody['points'];
  readonly answer: number;
  readonly y: (value: number) => number;
  readonly bottom: number;
}

function NumberLine({ points, answer, y, bottom }: DrawingProps) {
  const numbers = points.flatMap(({ value, ...rest }) =>
    typeof value === 'number' ? [{ value, ...rest }] : [],
  );
  const missing = points.find(({ value }) => value === null);
  const first = numbers[0]?.value ?? 0;
  const last = numbers.at(-1)?.value ?? 1;
  // A gap in the values has its own place, to the right.
  const right = width - edge.right - (missing ? 34 : 0);
  const x = (value: number) =>
    edge.left + (last > first ? (value - first) / (last - first) : 0.5) * (right - edge.left);
  const line = numbers.map(({ value, answers }) => `${x(value)},${y(answers[answer] ?? 0)}`);
  return (
    <>
      <polyline className="chart-line" points={line.join(' ')} />
      {numbers.map(({ value, answers, share }) => (
        <circle
          key={value}
          className="chart-series"
          cx={x(value)}
          cy={y(answers[answer] ?? 0)}
          r={2.5}
        >
          <title>{`${formatNumber(value)}: ${formatNumber(answers[answer] ?? 0)} (${formatShare(share)} of the rows)`}</title>
        </circle>
      ))}
      <text x={edge.left} y={bottom + 16} textAnchor="start">
        {formatNumber(first)}
      </text>
      <text x={right} y={bottom + 16} textAnchor="end">
        {formatNumber(last)}
      </text>
      {missing && (
        <>
          <circle
            className="chart-missing"
            cx={width - edge.right - 8}
            cy={y(missing.answers[answer] ?? 0)}
            r={4}
          >
            <title>{`Missing: ${formatNumber(missing.answers[answer] ?? 0)}`}</title>
          </circle>
          <text x={width - edge.right} y={bottom + 28} textAnchor="end">
            missing
          </text>
        </>
      )}
    </>
  );
}

function Bars({ points, answer, y, bottom }: DrawingProps) {
  const step = (width - edge.left - edge.right) / Math.max(1, points.length);
  const letters = Math.max(2, Math.floor(step / 6));
  return points.map(({ value, answers, share }, index) => {
    const name = value === null ? 'missing' : String(value);
    const top = y(answers[answer] ?? 0);
    return (
      <g key={name}>
        <title>{`${name}: ${formatNumber(answers[answer] ?? 0)} (${formatShare(share)} of the rows)`}</title>
        <rect
          className={value === null ? 'chart-reference' : 'chart-series'}
          x={edge.left + index * step + step * 0.15}
          y={top}
          width={step * 0.7}
          height={Math.max(1, bottom - top)}
        />
        <text x={edge.left + (index + 0.5) * step} y={bottom + 16} textAnchor="middle">
          {name.length > letters ? `${name.slice(0, letters - 1)}…` : name}
        </text>
      </g>
    );
  });
}
