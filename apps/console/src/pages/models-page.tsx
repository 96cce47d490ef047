import { registryApi } from '@millrace/api';
import { Anchor, Badge, Group, Table } from '@mantine/core';
import { Link } from 'react-router';
import { Empty } from '../parts/empty.js';
import { Page } from '../parts/page.js';
import { PagesView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { usePages } from '../queries.js';

export function ModelsPage() {
  const models = usePages(registryApi.listModels, {}, 10_000);
  return (
    <Page title="Models" subtitle="Registered versions; the champion answers predictions.">
      <Section title="All models">
        <PagesView
          query={models}
          empty={
            <Empty title="No models yet">
              The best candidate of each{' '}
              <Anchor component={Link} to="/training" size="sm">
                training run
              </Anchor>{' '}
              is registered here by itself.
            </Empty>
          }
        >
          {(items) => (
            <Table.ScrollContainer minWidth={380}>
              <Table highlightOnHover aria-label="Models">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Model</Table.Th>
                    <Table.Th>Aliases</Table.Th>
                    <Table.Th className="numeric">Versions</Table.Th>
                    <Table.Th />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((model) => (
                    <Table.Tr key={model.name}>
                      <Table.Td>
                        <Anchor
                          component={Link}
                          to={`/models/${encodeURIComponent(model.name)}`}
                          fw={600}
                        >
                          {model.name}
                        </Anchor>
                      </Table.Td>
                      <Table.Td>
                        <Group gap={6}>
                          {Object.entries(model.aliases).map(([alias, version]) => (
                            <Badge
                              key={alias}

                              variant={alias === 'champion' ? 'filled' : 'light'}
                            >
                              {alias} → v{version}
                            </Badge>
                          ))}
                        </Group>
                      </Table.Td>
                      <Table.Td className="numeric">{model.latestVersion}</Table.Td>
                      <Table.Td ta="right">
                        {model.aliases['champion'] !== undefined && (
                          <Anchor
                            component={Link}
                            to={`/predict/${encodeURIComponent(model.name)}`}
                            size="sm"
                            aria-label={`Predict with ${model.name}`}
                          >
                            Predict
                          </Anchor>
                        )}
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
