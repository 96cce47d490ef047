import type { DatasetVersionBody } from '@millrace/api';
import { datasetsApi } from '@millrace/api';
import { Alert, Badge, Group, List, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Histogram } from '../charts/histogram.js';
import { profiledColumn } from '../column-shapes.js';
import { formatCount, formatNumber, formatShare } from '../format/numbers.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { endpointQuery } from '../queries.js';

/** The profile of a dataset version: each column's type, gaps, values and distribution. */
export function ColumnProfiles({ version }: { readonly version: DatasetVersionBody }) {
  const params = { name: version.dataset, version: version.version };
  const profile = useQuery(endpointQuery(datasetsApi.getDatasetProfile, { params }));
  return (
    <Section title={`Profile of version ${version.version}`}>
      <QueryView query={profile}>
        {({ rows, columns, warnings }) => (
          <>
            {warnings.length > 0 && (
              <Alert color="yellow" variant="light" title="Worth a look">
                <List size="sm">
                  {warnings.map((warning) => (
                    <List.Item key={warning}>{warning}</List.Item>
                  ))}
                </List>
              </Alert>
            )}
            <Table.ScrollContainer minWidth={720}>
              <Table aria-label="Columns" verticalSpacing="xs">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Column</Table.Th>
                    <Table.Th>Type</Table.Th>
                    <Table.Th className="numeric">Missing</Table.Th>
                    <Table.Th className="numeric">Distinct</Table.Th>
                    <Table.Th>Values</Table.Th>
                    <Table.Th>Distribution</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {columns.map((column) => {
                    const { histogram, summary } = profiledColumn(column);
                    return (
                      <Table.Tr key={column.name}>
                        <Table.Td>
                          <Group gap={6} wrap="nowrap">
                            <Text size="sm" fw={500} className="break-anywhere">
                              {column.name}
                            </Text>
                            {column.name === version.target && <Badge size="xs">target</Badge>}
                          </Group>
                        </Table.Td>
                        <Table.Td>{column.type}</Table.Td>
                        <Table.Td className="numeric">{missing(column.missing, rows)}</Table.Td>
                        <Table.Td className="numeric">{formatCount(column.distinct)}</Table.Td>
                        <Table.Td>
                          <Text size="xs" c="dimmed" maw={260} lineClamp={2}>
                            {summary
                              .map(([name, value]) => `${name} ${formatNumber(value)}`)
                              .join(' · ')}
                          </Text>
                        </Table.Td>
                        <Table.Td>
                          {histogram ? (
                            <Histogram
                              data={histogram}
                              label={`Distribution of ${column.name}`}
                              height={32}
                            />
                          ) : (
                            '–'
                          )}
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </>
        )}
      </QueryView>
    </Section>
  );
}

function missing(count: number, rows: number): ReactNode {
  if (count === 0) return '0';
  return `${formatCount(count)} (${formatShare(rows === 0 ? 0 : count / rows)})`;
}
