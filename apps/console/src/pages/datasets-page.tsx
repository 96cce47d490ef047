import { datasetsApi } from '@millrace/api';
import { Anchor, Code, Table } from '@mantine/core';
import { Link } from 'react-router';
import { formatCount } from '../format/numbers.js';
import { Ago } from '../parts/ago.js';
import { Empty } from '../parts/empty.js';
import { Page } from '../parts/page.js';
import { PagesView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { usePages } from '../queries.js';
import { UploadForm } from './upload-form.js';

export function DatasetsPage() {
  const datasets = usePages(datasetsApi.listDatasets, {}, 10_000);
  return (
    <Page
      title="Datasets"
      subtitle="Every upload is a version; the same bytes are the same version."
    >
      <Section title="All datasets">
        <PagesView
          query={datasets}
          empty={<Empty title="No datasets yet">Upload a CSV file with the form below.</Empty>}
        >
          {(items) => (
            <Table.ScrollContainer minWidth={520}>
              <Table highlightOnHover aria-label="Datasets">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Dataset</Table.Th>
                    <Table.Th>Target</Table.Th>
                    <Table.Th className="numeric">Rows</Table.Th>
                    <Table.Th className="numeric">Versions</Table.Th>
                    <Table.Th>Updated</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((dataset) => (
                    <Table.Tr key={dataset.name}>
                      <Table.Td>
                        <Anchor
                          component={Link}
                          to={`/datasets/${encodeURIComponent(dataset.name)}`}
                          fw={600}
                        >
                          {dataset.name}
                        </Anchor>
                      </Table.Td>
                      <Table.Td>{dataset.target ? <Code>{dataset.target}</Code> : '–'}</Table.Td>
                      <Table.Td className="numeric">{formatCount(dataset.rows)}</Table.Td>
                      <Table.Td className="numeric">{dataset.latestVersion}</Table.Td>
                      <Table.Td>
                        <Ago time={dataset.updatedAt} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </PagesView>
      </Section>
      <Section
        title="Upload a file"
        hint="CSV with a header line, also gzipped. With a target column, training starts by itself."
      >
        <UploadForm />
      </Section>
    </Page>
  );
}
