import { Group, Progress, Stack, Text } from '@mantine/core';
import { formatShare } from '../format/numbers.js';

interface ProbabilityBarsProps {
  readonly probabilities: Readonly<Record<string, number>>;
  readonly predicted: string | undefined;
}

/** One bar a class, the likeliest first. */
export function ProbabilityBars({ probabilities, predicted }: ProbabilityBarsProps) {
  const classes = Object.entries(probabilities).toSorted(([, a], [, b]) => b - a);
  return (
    <Stack gap="xs" role="list" aria-label="Class probabilities">
      {classes.map(([name, probability]) => (
        <div key={name} role="listitem">
          <Group justify="space-between" mb={2}>
            <Text size="sm" fw={name === predicted ? 700 : 400}>
              {name}
            </Text>
            <Text size="sm" className="numeric">
              {formatShare(probability)}
            </Text>
          </Group>
          <Progress
            value={probability * 100}
            size="lg"
            color={name === predicted ? 'teal' : 'gray.5'}
            aria-label={`Probability of ${name}`}
          />
        </div>
      ))}
    </Stack>
  );
}
