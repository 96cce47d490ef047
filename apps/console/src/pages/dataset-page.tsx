import { datasetsApi } from '@millrace/api';
import { Anchor, Badge, Code, Group, Table } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { formatBytes, formatCount } from '../format/numbers.js';
import { Ago } from '../parts/ago.js';
import { Digest } from '../parts/digest.js';
import { Empty } from '../parts/empty.js';
import { FileLink } from '../parts/file-link.js';
import { Page } from '../parts/page.js';
import { PagesView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { usePages } from '../queries.js';
import { ColumnProfiles } from './column-profiles.js';
import { UploadForm } from './upload-form.js';

export function DatasetPage() {
  const { name = '' } = useParams();
  const versions = usePages(datasetsApi.listDatasetVersions, { params: { name } });
  const [chosen, setChosen] = useState<number>();
  const latest = versions.data?.[0];
  const shown = versions.data?.find(({ version }) => version === chosen) ?? latest;
  return (
    <Page
      title={name}
      above={[{ label: 'Datasets', to: '/datasets' }]}
      beside={latest && <Badge variant="light">v{latest.version}</Badge>}
      actions={
        <Anchor component={Link} to={`/training?dataset=${encodeURIComponent(name)}`} size="sm">
          Training runs of this dataset
        </Anchor>
      }
    >
      <Section title="Versions">
        <PagesView query={versions} empty={<Empty title="This dataset has no versions." />}>
          {(items) => (
            <Table.ScrollContainer minWidth={760}>
              <Table aria-label="Versions" highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Version</Table.Th>
                    <Table.Th className="numeric">Rows</Table.Th>
                    <Table.Th className="numeric">Columns</Table.Th>
                    <Table.Th className="numeric">Size</Table.Th>
                    <Table.Th>Target</Table.Th>
                    <Table.Th>sha256</Table.Th>
                    <Table.Th>Uploaded</Table.Th>
                    <Table.Th>Files</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((item) => (
                    <Table.Tr
                      key={item.version}
                      className={item === shown ? 'row-best' : undefined}
                    >
                      <Table.Td>
                        <Anchor
                          component="button"
                          type="button"
                          fw={600}
                          onClick={() => setChosen(item.version)}
                          aria-label={`Show the profile of version ${item.version}`}
                        >
                          v{item.version}
                        </Anchor>
                      </Table.Td>
                      <Table.Td className="numeric">{formatCount(item.rows)}</Table.Td>
                      <Table.Td className="numeric">{item.columns.length}</Table.Td>
                      <Table.Td className="numeric">{formatBytes(item.bytes)}</Table.Td>
                      <Table.Td>{item.target ? <Code>{item.target}</Code> : '–'}</Table.Td>
                      <Table.Td>
                        <Digest value={item.digest.sha256} kind="sha256" />
                      </Table.Td>
                      <Table.Td>
                        <Ago time={item.createdAt} />
                      </Table.Td>
                      <Table.Td>
                        <Group gap="sm" wrap="nowrap">
                          <FileLink
                            endpoint={datasetsApi.downloadDatasetVersion}
                            request={{ params: { name, version: item.version } }}
                            saveAs={`${name}-v${item.version}.csv`}
                          >
                            Download
                          </FileLink>
                          <FileLink
                            endpoint={datasetsApi.getDvcFile}
                            request={{ params: { name, version: item.version } }}
                            saveAs={`${name}.csv.dvc`}
                          >
                            .dvc
                          </FileLink>
                        </Group>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </PagesView>
      </Section>
      {shown && <ColumnProfiles key={shown.version} version={shown} />}
      <Section title="Upload a new version" hint={`It becomes the next version of ${name}.`}>
        {latest && <UploadForm dataset={name} target={latest.target} />}
      </Section>
    </Page>
  );
}
