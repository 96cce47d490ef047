import type { TrainingRunBody } from '@millrace/api';
import { Group, Progress, Stack, Table, Text } from '@mantine/core';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';
import { formatSeconds } from '../format/times.js';
import { Section } from '../parts/section.js';

/** How far a run is that has not ended, and who is under way. */
export function RunProgress({ run }: { readonly run: TrainingRunBody }) {
  const percent = Math.floor(run.progress * 100);
  const left =
    run.secondsLeft === undefined
      ? 'No estimate yet'
      : `About ${formatSeconds(Math.ceil(run.secondsLeft))} left`;
  const ended = run.leaderboard.length;
  return (
    <Section title="Progress" hint={`${ended} ${ended === 1 ? 'candidate' : 'candidates'} done.`}>
      <Stack gap="md">
        <div>
          <Group justify="space-between" mb={6}>
            <Text size="sm" fw={600} className="numeric">
              {percent}%
            </Text>
            <Text size="sm" c="dimmed" role="status">
              {left}
            </Text>
          </Group>
          <Progress.Root size="lg">
            <Progress.Section value={percent} animated aria-label="Progress of the run" />
          </Progress.Root>
        </div>
        {run.underWay.length > 0 && <UnderWayTable run={run} />}
      </Stack>
    </Section>
  );
}

function UnderWayTable({ run }: { readonly run: TrainingRunBody }) {
  return (
    <Table.ScrollContainer minWidth={560} mah={420}>
      <Table aria-label="Under way" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Under way</Table.Th>
            <Table.Th>Folds</Table.Th>
            <Table.Th className="numeric">{metricLabel(run.metric)} so far</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {run.underWay.map((candidate) => (
            <Table.Tr key={candidate.name}>
              <Table.Td>{candidate.name}</Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <Progress
                    value={(100 * candidate.foldsDone) / candidate.folds}
                    w={120}
                    aria-label={`Folds of ${candidate.name}`}
                  />
                  <Text size="xs" c="dimmed" className="numeric">
                    {candidate.foldsDone} of {candidate.folds}
                  </Text>
                </Group>
              </Table.Td>
              <Table.Td className="numeric">
                {formatMetric(candidate.validation[run.metric])}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
