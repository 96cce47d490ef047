import { Group, Paper, Text } from '@mantine/core';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';

const order = ['accuracy', 'precision', 'recall', 'f1'];

/** Metrics as a row of tiles, the best-known first. */
export function MetricTiles({ metrics }: { readonly metrics: Readonly<Record<string, number>> }) {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = Object.keys(metrics).toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return (
    <Group gap="sm">
      {names.map((name) => (
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
  );
}
