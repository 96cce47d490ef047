import { datasetsApi, driftApi, registryApi, trainingApi } from '@millrace/api';
import { Anchor, Button, Code, Group, List, Paper, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { describeSide } from '../format/drift-side.js';
import { formatShare } from '../format/numbers.js';
import { Ago } from '../parts/ago.js';
import { DriftVerdict } from '../parts/drift-verdict.js';
import { Empty } from '../parts/empty.js';
import { Page } from '../parts/page.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { StatusBadge } from '../parts/status-badge.js';
import { endpointQuery, usePages } from '../queries.js';
import { ModelCard } from './model-card.js';

const live = 5_000;

export function OverviewPage() {
  const datasets = usePages(datasetsApi.listDatasets, {}, live);
  const models = usePages(registryApi.listModels, {}, live);
  const newest = { query: { pageSize: 1 } };
  const runs = useQuery({
    ...endpointQuery(trainingApi.listTrainingRuns, newest),
    refetchInterval: live,
  });
  const reports = useQuery({
    ...endpointQuery(driftApi.listDriftReports, newest),
    refetchInterval: live,
  });
  const isEmpty = datasets.data?.length === 0 && models.data?.length === 0;
  return (
    <Page title="Overview">
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        <Tile title="Datasets" to="/datasets">
          <QueryView query={datasets}>
            {(items) => <Count count={items.length} more={datasets.hasNextPage} />}
          </QueryView>
        </Tile>
        <Tile title="Models" to="/models">
          <QueryView query={models}>
            {(items) => <Count count={items.length} more={models.hasNextPage} />}
          </QueryView>
        </Tile>
        <Tile title="Newest training run" to="/training">
          <QueryView query={runs}>
            {({ items: [run] }) =>
              run ? (
                <>
                  <Group gap="xs">
                    <Anchor component={Link} to={`/training/${run.id}`} fw={600}>
                      {run.dataset} v{run.version}
                    </Anchor>
                    <StatusBadge status={run.status} />
                  </Group>
                  <Text size="sm" c="dimmed">
                    <Ago time={run.createdAt} />
                    {run.best && `, best: ${run.best}`}
                  </Text>
                </>
              ) : (
                <Text c="dimmed">none yet</Text>
              )
            }
          </QueryView>
        </Tile>
        <Tile title="Last drift verdict" to="/drift">
          <QueryView query={reports}>
            {({ items: [report] }) =>
              report ? (
                <>
                  <Group gap="xs">
                    <Anchor component={Link} to={`/drift/${report.id}`} fw={600}>
                      {describeSide(report.current)}
                    </Anchor>
                    <DriftVerdict report={report} />
                  </Group>
                  <Text size="sm" c="dimmed">
                    <Ago time={report.createdAt} />
                    {report.dataset && `, ${formatShare(report.dataset.share)} of columns`}
                  </Text>
                </>
              ) : (
                <Text c="dimmed">none yet</Text>
              )
            }
          </QueryView>
        </Tile>
      </SimpleGrid>
      {isEmpty ? (
        <GettingStarted />
      ) : (
        <Section title="Models">
          <QueryView query={models}>
            {(items) =>
              items.length === 0 ? (
                <Empty title="No models yet">
                  A training run registers its best candidate by itself.
                </Empty>
              ) : (
                <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
                  {items.map((model) => (
                    <ModelCard key={model.name} model={model} />
                  ))}
                </SimpleGrid>
              )
            }
          </QueryView>
        </Section>
      )}
    </Page>
  );
}

interface TileProps {
  readonly title: string;
  readonly to: string;
  readonly children: ReactNode;
}

function Tile({ title, to, children }: TileProps) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Anchor component={Link} to={to} size="sm" c="dimmed">
        {title}
      </Anchor>
      <div style={{ marginTop: 6 }}>{children}</div>
    </Paper>
  );
}

function Count({ count, more }: { readonly count: number; readonly more: boolean }) {
  return (
    <Text size="1.8rem" fw={700} lh={1.2}>
      {count}
      {more && '+'}
    </Text>
  );
}

function GettingStarted() {
  return (
    <Section title="Start here">
      <List type="ordered" spacing="xs" size="sm">
        <List.Item>
          Upload a CSV file and name its target column, here or with{' '}
          <Code>millrace datasets push iris iris.csv --target species</Code>.
        </List.Item>
        <List.Item>
          Candidates are trained and compared by themselves; watch them under Training.
        </List.Item>
        <List.Item>The best is registered and served: ask it under Predict.</List.Item>
        <List.Item>Upload newer data, and Drift tells whether it has changed.</List.Item>
      </List>
      <Group>
        <Button component={Link} to="/datasets">
          Upload a dataset
        </Button>
      </Group>
    </Section>
  );
}
