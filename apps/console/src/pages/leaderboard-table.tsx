import { higherIsBetter, type TrainingRunBody } from '@millrace/api';
import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { metricLabel } from '../format/names.js';
import { formatMetric, formatNumber } from '../format/numbers.js';
import { formatSeconds } from '../format/times.js';
import { StatusBadge } from '../parts/status-badge.js';
import { atFirst } from '../leaderboard-rows.js';
import { CandidateParameters } from './candidate-parameters.js';

const ofClasses = ['accuracy', 'precision', 'recall', 'f1'];
const ofQuantities = ['rmse', 'mae', 'r2'];

/** The candidates of a run side by side, in their order. */
export function LeaderboardTable({ run }: { readonly run: TrainingRunBody }) {
  const shown = run.task === 'regression' ? ofQuantities : ofClasses;
  const metrics = shown.includes(run.metric) ? shown : [...shown, run.metric];
  const order = higherIsBetter(run.metric) ? 'descending' : 'ascending';
  const [all, setAll] = useState(false);
  const entries = all ? run.leaderboard : atFirst(run.leaderboard);
  const hidden = run.leaderboard.length - entries.length;
  return (
    <>
      <Table.ScrollContainer minWidth={900}>
        <Table aria-label="Leaderboard" verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Candidate</Table.Th>
              <Table.Th>Status</Table.Th>
              {metrics.map((metric) => (
                <Table.Th
                  key={metric}
                  className="numeric"
                  aria-sort={metric === run.metric ? order : undefined}
                >
                  {metricLabel(metric)}
                  {metric === run.metric && (order === 'descending' ? ' ▾' : ' ▴')}
                </Table.Th>
              ))}
              <Table.Th className="numeric">Fit</Table.Th>
              <Table.Th className="numeric">Predict</Table.Th>
              <Table.Th>Parameters</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry) => {
              const wins = entry.name === run.best;
              return (
                <Table.Tr key={entry.name} className={wins ? 'row-best' : undefined}>
                  <Table.Td>
                    <Group gap={6} wrap="nowrap">
                      <Text size="sm" fw={600}>
                        {entry.name}
                      </Text>
                      {wins && (
                        <Badge size="sm" color="teal">
                          winner
                        </Badge>
                      )}
                    </Group>
                  </Table.Td>
                  {entry.status === 'succeeded' ? (
                    <>
                      <Table.Td>
                        <StatusBadge status={entry.status} />
                      </Table.Td>
                      {metrics.map((metric) => (
                        <Table.Td
                          key={metric}
                          className="numeric"
                          fw={metric === run.metric ? 700 : undefined}
                        >
                          {formatMetric(entry.validation[metric])}
                        </Table.Td>
                      ))}
                    </>
                  ) : (
                    <>
                      <Table.Td>
                        <StatusBadge status={entry.status} />
                      </Table.Td>
                      <Table.Td colSpan={metrics.length}>
                        <Text size="sm" c="dimmed">
                          {entry.reason ?? 'No reason was given.'}
                        </Text>
                      </Table.Td>
                    </>
                  )}
                  <Table.Td className="numeric">
                    {entry.fitSeconds === undefined ? '–' : formatSeconds(entry.fitSeconds)}
                  </Table.Td>
                  <Table.Td className="numeric">
                    {entry.predictMicrosPerRow === undefined
                      ? '–'
                      : `${formatNumber(Number(entry.predictMicrosPerRow.toPrecision(3)))} µs/row`}
                  </Table.Td>
                  <Table.Td>
                    <CandidateParameters entry={entry} leaderboard={run.leaderboard} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {hidden > 0 && (
        <Button variant="default" size="xs" onClick={() => setAll(true)}>
          Show {hidden} that were not finished
        </Button>
      )}
    </>
  );
}
