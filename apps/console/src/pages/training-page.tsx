import { higherIsBetter, trainingApi } from '@millrace/api';
import { Anchor, Table, Text } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';
import { shortId } from '../format/short-id.js';
import { formatSeconds, secondsBetween } from '../format/times.js';
import { Ago } from '../parts/ago.js';
import { Empty } from '../parts/empty.js';
import { Page } from '../parts/page.js';
import { PagesView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { StatusBadge } from '../parts/status-badge.js';
import { usePages } from '../queries.js';
import { StartRunForm } from './start-run-form.js';

export function TrainingPage() {
  const [search] = useSearchParams();
  const dataset = search.get('dataset') ?? undefined;
  const query = dataset === undefined ? {} : { dataset };
  const runs = usePages(trainingApi.listTrainingRuns, { query }, 4_000);
  return (
    <Page
      title="Training"
      subtitle="A run trains every candidate on the same split, compares them, and registers the best."
    >
      <Section
        title={dataset ? `Runs on ${dataset}` : 'Runs'}
        actions={
          dataset && (
            <Anchor component={Link} to="/training" size="sm">
              Show all
            </Anchor>
          )
        }
      >
        <PagesView
          query={runs}
          empty={
            <Empty title="No training runs yet">
              Upload a dataset with a target column, or start a run below.
            </Empty>
          }
        >
          {(items) => (
            <Table.ScrollContainer minWidth={760}>
              <Table highlightOnHover aria-label="Training runs">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Run</Table.Th>
                    <Table.Th>Status</Table.Th>
                    <Table.Th>Dataset</Table.Th>
                    <Table.Th>Best candidate</Table.Th>
                    <Table.Th className="numeric">Score</Table.Th>
                    <Table.Th>Model</Table.Th>
                    <Table.Th>Trigger</Table.Th>
                    <Table.Th>Took</Table.Th>
                    <Table.Th>Started</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((run) => {
                    const best = run.leaderboard[0];
                    const seconds = secondsBetween(run.startedAt, run.endedAt);
                    return (
                      <Table.Tr key={run.id}>
                        <Table.Td>
                          <Anchor component={Link} to={`/training/${run.id}`} fw={600}>
                            {shortId(run.id)}
                          </Anchor>
                        </Table.Td>
                        <Table.Td>
                          <StatusBadge status={run.status} />
                        </Table.Td>
                        <Table.Td>
                          {run.dataset} v{run.version}
                        </Table.Td>
                        <Table.Td>{run.best ?? '–'}</Table.Td>
                        <Table.Td className="numeric">
                          {formatMetric(best?.validation[run.metric])}{' '}
                          {best && (
                            <Text span size="xs" c="dimmed">
                              {metricLabel(run.metric)}
                              {higherIsBetter(run.metric) ? '' : ' ↓'}
                            </Text>
                          )}
                        </Table.Td>
                        <Table.Td>
                          {run.modelVersion === undefined ? (
                            '–'
                          ) : (
                            <Anchor
                              component={Link}
                              to={`/models/${encodeURIComponent(run.model)}`}
                              size="sm"
                            >
                              {run.model} v{run.modelVersion}
                            </Anchor>
                          )}
                        </Table.Td>
                        <Table.Td>{run.trigger}</Table.Td>
                        <Table.Td>{seconds === undefined ? '–' : formatSeconds(seconds)}</Table.Td>
                        <Table.Td>
                          <Ago time={run.createdAt} />
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </PagesView>
      </Section>
      <Section title="Start a run">
        <StartRunForm key={dataset ?? ''} dataset={dataset} />
      </Section>
    </Page>
  );
}
