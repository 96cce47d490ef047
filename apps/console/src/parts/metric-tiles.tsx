import { metricOf, type EvaluationBody } from '@millrace/api';
import { Group, Paper, Stack, Text } from '@mantine/core';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';

interface MetricTilesProps {
  readonly metrics: Readonly<Record<string, number>>;
  readonly intervals?: EvaluationBody['intervals'];
}

const headline = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'rocAuc',
  'logLoss',
  'rmse',
  'mae',
  'r2',
];

/**
 * The best-known metrics as a row of tiles, beside those that are not ours; the others in a line below. Where there is an
 * interval, between which ends the metric is.
 */
export function MetricTiles({ metrics, intervals }: MetricTilesProps) {
  const names = Object.keys(metrics);
  const tiles = [
    ...headline.filter((name) => names.includes(name)),
    ...names.filter((name) => !metricOf(name)).toSorted(),
  ];
  const others = names.filter((name) => !tiles.includes(name));
  const endsOf = (name: string) => {
    const interval = intervals?.metrics[name];
    return interval && `${formatMetric(interval.low)} to ${formatMetric(interval.high)}`;
  };
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {tiles.map((name) => (
          <Paper key={name} withBorder px="md" py="xs" miw={110}>
            <Text size="xs" c="dimmed" title={metricOf(name)?.unit}>
              {metricLabel(name)}
            </Text>
            <Text fw={700} size="xl" className="numeric" ta="left">
              {formatMetric(metrics[name])}
            </Text>
            {intervals && (
              <Text size="xs" c="dimmed" className="numeric" ta="left">
                {endsOf(name) ?? '–'}
              </Text>
            )}
          </Paper>
        ))}
      </Group>
      {intervals && (
        <Text size="xs" c="dimmed">
          Below each figure its {Math.round(intervals.confidence * 100)}% interval: where it would
          be on other rows like these, from {intervals.resamples} bootstrap resamples.
        </Text>
      )}
      {others.length > 0 && (
        <Group gap="4px 16px" role="list" aria-label="Further metrics">
          {others.map((name) => (
            <Text key={name} size="xs" c="dimmed" role="listitem" title={endsOf(name)}>
              {metricLabel(name)} <b className="numeric">{formatMetric(metrics[name])}</b>
            </Text>
          ))}
        </Group>
      )}
    </Stack>
  );
}
