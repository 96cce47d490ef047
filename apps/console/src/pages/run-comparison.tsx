import { registryApi } from '@millrace/api';
import { Switch, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { compareRuns } from '../compare-runs.js';
import type { ComparedRow } from '../compare-runs.js';
import { metricLabel } from '../format/names.js';
import { formatNumber } from '../format/numbers.js';
import { shortId } from '../format/short-id.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { endpointQuery } from '../queries.js';

/** Runs side by side, one column a run: parameters and metrics, with what differs marked. */
export function RunComparison({ ids }: { readonly ids: readonly string[] }) {
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  const query = { ids: ids.join(',') };
  const runs = useQuery(endpointQuery(registryApi.compareRuns, { query }));
  return (
    <Section
      title="Side by side"
      actions={
        <Switch
          label="Only what differs"
          checked={onlyDifferences}
          onChange={(event) => setOnlyDifferences(event.currentTarget.checked)}
        />
      }
    >
      <QueryView query={runs}>
        {({ items }) => {
          const { metrics, parameters } = compareRuns(items);
          const rows = (all: readonly ComparedRow[]) =>
            onlyDifferences ? all.filter(({ differs }) => differs) : all;
          return (
            <Table.ScrollContainer minWidth={180 + items.length * 150}>
              <Table aria-label="Comparison" withRowBorders>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th />
                    {items.map((run) => (
                      <Table.Th key={run.runId} ta="right">
                        {run.name}
                        <Text size="xs" c="dimmed">
                          {shortId(run.runId)}
                        </Text>
                      </Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  <GroupRow title="Metrics" columns={items.length} />
                  {rows(metrics).map((row) => (
                    <ValuesRow key={row.name} row={row} label={metricLabel(row.name)} />
                  ))}
                  <GroupRow title="Parameters" columns={items.length} />
                  {rows(parameters).map((row) => (
                    <ValuesRow key={row.name} row={row} label={row.name} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          );
        }}
      </QueryView>
    </Section>
  );
}

function GroupRow({ title, columns }: { readonly title: string; readonly columns: number }) {
  return (
    <Table.Tr>
      <Table.Th colSpan={columns + 1} scope="rowgroup">
        <Text size="xs" c="dimmed" fw={600}>
          {title}
        </Text>
      </Table.Th>
    </Table.Tr>
  );
}

function ValuesRow({ row, label }: { readonly row: ComparedRow; readonly label: string }) {
  return (
    <Table.Tr className={row.differs ? 'row-differs' : undefined}>
      <Table.Td>{label}</Table.Td>
      {row.values.map(({ text, number, best }, index) => (
        <Table.Td key={index} className={`numeric${best ? ' best-value' : ''}`}>
          {number === undefined ? formatText(text) : formatNumber(number)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

/** A parameter as it was written down; a number among them with no more digits than tell something. */
function formatText(text: string | undefined): string {
  if (text === undefined) return '–';
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) && !Number.isInteger(number) ? formatNumber(number) : text;
}
