import type { LearningCurvePointBody } from '@millrace/api';
import { Plot, type Mark } from '../charts/plot.js';
import { domainOf } from '../charts/scale.js';
import { metricLabel } from '../format/names.js';
import { formatCount, formatMetric } from '../format/numbers.js';

interface LearningCurveProps {
  readonly points: readonly LearningCurvePointBody[];
  readonly metric: string;
}

/** A metric by how many rows were learned from: on those rows, and on rows kept out of the fit. */
export function LearningCurve({ points, metric }: LearningCurveProps) {
  const marksOf = (side: 'training' | 'validation', colour: number): Mark[] => {
    const line = points.flatMap((point) => {
      const value = point[side][metric];
      return value === undefined ? [] : [[point.rows, value] as const];
    });
    const titles = line.map(
      ([rows, value]) => `${formatCount(rows)} rows: ${formatMetric(value)}, ${side}`,
    );
    return [
      { kind: 'line', points: line, colour },
      { kind: 'dots', points: line, colour, titles },
    ];
  };
  const values = points.flatMap(({ training, validation }) =>
    [training[metric], validation[metric]].filter((value) => value !== undefined),
  );
  return (
    <Plot
      title="Learning curve"
      x={{ label: 'rows learned from', domain: [0, (points.at(-1)?.rows ?? 1) * 1.05] }}
      y={{ label: metricLabel(metric), domain: domainOf(values, 0.1) }}
      marks={[...marksOf('validation', 0), ...marksOf('training', 1)]}
      legend={[
        { name: 'rows kept out', colour: 0 },
        { name: 'rows of the fit', colour: 1 },
      ]}
    />
  );
}
