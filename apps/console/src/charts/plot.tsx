import { Group, Stack, Text } from '@mantine/core';
import { formatNumber } from '../format/numbers.js';
import { niceTicks, type Domain } from './scale.js';

type Point = readonly [x: number, y: number];

/** What is drawn, in the units of the axes; `colour` is the number of one of the ten colours of series. */
export type Mark =
  | { readonly kind: 'line'; readonly points: readonly Point[]; readonly colour: number }
  | { readonly kind: 'reference'; readonly points: readonly Point[] }
  | {
      readonly kind: 'dots';
      readonly points: readonly Point[];
      readonly colour: number;
      /** What a dot says under the pointer. */
      readonly titles?: readonly string[];
      /** In pixels; 4 when absent. */
      readonly radius?: number;
    }
  | {
      readonly kind: 'bars';
      readonly edges: readonly number[];
      readonly counts: readonly number[];
    };

interface Axis {
  readonly label: string;
  readonly domain: Domain;
}

interface PlotProps {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  readonly legend?: readonly { readonly name: string; readonly colour: number }[];
}

const width = 340;
const height = 260;
const inset = { left: 46, right: 10, top: 10, bottom: 40 };
const inner = {
  width: width - inset.left - inset.right,
  height: height - inset.top - inset.bottom,
};

/** A chart with axes: lines, dots and bars over numbers. */
export function Plot({ title, x, y, marks, legend }: PlotProps) {
  const left = (value: number) =>
    inset.left + ((value - x.domain[0]) / (x.domain[1] - x.domain[0])) * inner.width;
  const top = (value: number) =>
    inset.top + (1 - (value - y.domain[0]) / (y.domain[1] - y.domain[0])) * inner.height;
  const place = { left, top };
  return (
    <Stack gap={4} className="plot">
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <svg className="chart" role="img" aria-label={title} viewBox={`0 0 ${width} ${height}`}>
        {niceTicks(y.domain, 5).map((tick) => (
          <g key={tick}>
            <line
              className="plot-grid"
              x1={inset.left}
              x2={width - inset.right}
              y1={top(tick)}
              y2={top(tick)}
            />
            <text x={inset.left - 6} y={top(tick) + 4} textAnchor="end">
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        {niceTicks(x.domain, 5).map((tick) => (
          <text key={tick} x={left(tick)} y={height - inset.bottom + 16} textAnchor="middle">
            {formatNumber(tick)}
          </text>
        ))}
        <text x={inset.left + inner.width / 2} y={height - 6} textAnchor="middle">
          {x.label}
        </text>
        <text
          transform={`translate(11 ${inset.top + inner.height / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {y.label}
        </text>
        {marks.map((mark, index) => (
          <MarkView key={index} mark={mark} place={place} floor={top(Math.max(0, y.domain[0]))} />
        ))}
      </svg>
      {legend && (
        <Group gap="4px 12px">
          {legend.map(({ name, colour }) => (
            <Group key={name} gap={6} wrap="nowrap">
              <span className="swatch" style={{ background: colourOf(colour) }} />
              <Text size="xs">{name}</Text>
            </Group>
          ))}
        </Group>
      )}
    </Stack>
  );
}

interface MarkViewProps {
  readonly mark: Mark;
  readonly place: {
    readonly left: (value: number) => number;
    readonly top: (value: number) => number;
  };
  /** Where bars stand. */
  readonly floor: number;
}

function MarkView({ mark, place: { left, top }, floor }: MarkViewProps) {
  const path = (points: readonly Point[]) =>
    points.map(([px, py]) => `${left(px).toFixed(1)},${top(py).toFixed(1)}`).join(' ');
  switch (mark.kind) {
    case 'line':
      return (
        <polyline
          className="plot-line"
          points={path(mark.points)}
          style={{ stroke: colourOf(mark.colour) }}
        />
      );
    case 'reference':
      return <polyline className="chart-diagonal" points={path(mark.points)} />;
    case 'dots':
      return mark.points.map(([px, py], index) => (
        <circle
          key={index}
          className="chart-dot"
          cx={left(px)}
          cy={top(py)}
          r={mark.radius ?? 4}
          style={{ fill: colourOf(mark.colour) }}
        >
          {mark.titles?.[index] !== undefined && <title>{mark.titles[index]}</title>}
        </circle>
      ));
    case 'bars':
      return mark.counts.map((count, index) => {
        const from = left(mark.edges[index] ?? 0);
        const to = left(mark.edges[index + 1] ?? 0);
        return (
          <rect
            key={index}
            className="chart-series"
            x={from + 0.5}
            y={top(count)}
            width={Math.max(0.5, to - from - 1)}
            height={Math.max(0, floor - top(count))}
          >
            <title>
              {`${formatNumber(mark.edges[index] ?? 0)} to ${formatNumber(mark.edges[index + 1] ?? 0)}: ${count}`}
            </title>
          </rect>
        );
      });
  }
}

function colourOf(number: number): string {
  return `var(--chart-colour-${number % 10})`;
}
