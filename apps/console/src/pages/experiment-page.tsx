import type { RunBody } from '@millrace/api';
import { registryApi } from '@millrace/api';
import { Button, Checkbox, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { figureOf, metricsShown } from '../experiment-metrics.js';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';
import { shortId } from '../format/short-id.js';
import { formatSeconds } from '../format/times.js';
import { Ago } from '../parts/ago.js';
import { Digest } from '../parts/digest.js';
import { Empty } from '../parts/empty.js';
import { Page } from '../parts/page.js';
import { PagesView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { StatusBadge } from '../parts/status-badge.js';
import { usePages } from '../queries.js';
import { RunComparison } from './run-comparison.js';

export function ExperimentPage() {
  const { name = '' } = useParams();
  const runs = usePages(registryApi.listRuns, { params: { name } }, 10_000);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    setChosen((before) =>
      before.includes(id) ? before.filter((other) => other !== id) : [...before, id],
    );
  return (
    <Page title={name} above={[{ label: 'Experiments', to: '/experiments' }]}>
      {chosen.length >= 2 && <RunComparison ids={chosen} />}
      <Section
        title="Runs"
        hint={
          chosen.length < 2
            ? 'Newest first. Tick two or more to see them side by side.'
            : `${chosen.length} are compared above.`
        }
        actions={
          chosen.length > 0 && (
            <Button variant="default" size="xs" onClick={() => setChosen([])}>
              Clear the choice
            </Button>
          )
        }
      >
        <PagesView query={runs} empty={<Empty title="This experiment has no runs." />}>
          {(items) => <RunsTable runs={items} chosen={chosen} onToggle={toggle} />}
        </PagesView>
      </Section>
    </Page>
  );
}

interface RunsTableProps {
  readonly runs: readonly RunBody[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

function RunsTable({ runs, chosen, onToggle }: RunsTableProps) {
  const metrics = metricsShown(runs);
  return (
    <Table.ScrollContainer minWidth={820}>
      <Table highlightOnHover aria-label="Runs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th aria-label="Compare" w={36} />
            <Table.Th>Run</Table.Th>
            <Table.Th>Status</Table.Th>
            {metrics.map((name) => (
              <Table.Th key={name} className="numeric">
                {metricLabel(name)}
              </Table.Th>
            ))}
            <Table.Th>Dataset</Table.Th>
            <Table.Th>Took</Table.Th>
            <Table.Th>Started</Table.Th>
            <Table.Th>Id</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={run.runId}>
              <Table.Td>
                <Checkbox
                  size="sm"
                  checked={chosen.includes(run.runId)}
                  onChange={() => onToggle(run.runId)}
                  aria-label={`Compare ${run.name} ${shortId(run.runId)}`}
                />
              </Table.Td>
              <Table.Td>
                <Text size="sm" fw={600} pl={run.parentRunId ? 'md' : 0}>
                  {run.name}
                </Text>
              </Table.Td>
              <Table.Td>
                <StatusBadge status={run.status} />
                {run.tags['millrace.reason'] !== undefined && (
                  <Text size="xs" c="dimmed">
                    {run.tags['millrace.reason']}
                  </Text>
                )}
              </Table.Td>
              {metrics.map((name) => (
                <Table.Td key={name} className="numeric">
                  {formatMetric(figureOf(run, name))}
                </Table.Td>
              ))}
              <Table.Td>{datasetOf(run)}</Table.Td>
              <Table.Td>
                {run.durationSeconds === undefined ? '–' : formatSeconds(run.durationSeconds)}
              </Table.Td>
              <Table.Td>
                <Ago time={run.startedAt} />
              </Table.Td>
              <Table.Td>
                <Digest value={run.runId} kind="run id" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function datasetOf(run: RunBody): string {
  const dataset = run.tags['millrace.dataset'];
  const version = run.tags['millrace.datasetVersion'];
  return dataset ? `${dataset}${version ? ` v${version}` : ''}` : '–';
}
