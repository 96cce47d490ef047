import { metricOf } from '@millrace/api';
import { Group, Paper, Stack, Text } from '@mantine/core';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';

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

/** The best-known metrics as a row of tiles, beside those that are not ours; the others in a line below. */
export function MetricTiles({ metrics }: { readonly metrics: Readonly<Record<string, number>> }) {
  const names = Object.keys(metrics);
  const tiles = [
    ...headline.filter((name) => names.includes(name)),
    ...names.filter((name) => !metricOf(name)).toSorted(),
  ];
  const others = names.filter((name) => !tiles.includes(name));
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {tiles.map((name) => (
          <Paper key={name} withBorder px="md" py="xs" miw={110}>
            <Text size="xs" c="dimmed">
              {metricLabel(name)}
            </Text>
            <Text fw={700} size="xl" className="numeric" ta="left">
              {formatMetric(metrics[name])}
            </Text>
          </Paper>
        ))}
      </Group>
      {others.length > 0 && (
        <Group gap="4px 16px" role="list" aria-label="Further metrics">
          {others.map((name) => (
            <Text key={name} size="xs" c="dimmed" role="listitem">
              {metricLabel(name)} <b className="numeric">{formatMetric(metrics[name])}</b>
            </Text>
          ))}
        </Group>
      )}
    </Stack>
  );
}
