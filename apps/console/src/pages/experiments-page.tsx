import { registryApi } from '@millrace/api';
import { Anchor, Table } from '@mantine/core';
import { Link } from 'react-router';
import { formatCount } from '../format/numbers.js';
import { Ago } from '../parts/ago.js';
import { Empty } from '../parts/empty.js';
import { Page } from '../parts/page.js';
import { PagesView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { usePages } from '../queries.js';

export function ExperimentsPage() {
  const experiments = usePages(registryApi.listExperiments, {}, 10_000);
  return (
    <Page
      title="Experiments"
      subtitle="The history of everything that was tried, with its parameters and metrics."
    >
      <Section title="All experiments">
        <PagesView
          query={experiments}
          empty={<Empty title="No experiments yet">Each training run writes one here.</Empty>}
        >
          {(items) => (
            <Table.ScrollContainer minWidth={340}>
              <Table highlightOnHover aria-label="Experiments">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Experiment</Table.Th>
                    <Table.Th className="numeric">Runs</Table.Th>
                    <Table.Th>Last change</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((experiment) => (
                    <Table.Tr key={experiment.name}>
                      <Table.Td>
                        <Anchor
                          component={Link}
                          to={`/experiments/${encodeURIComponent(experiment.name)}`}
                          fw={600}
                        >
                          {experiment.name}
                        </Anchor>
                      </Table.Td>
                      <Table.Td className="numeric">{formatCount(experiment.runs)}</Table.Td>
                      <Table.Td>
                        <Ago time={experiment.updatedAt} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </PagesView>
      </Section>
    </Page>
  );
}
