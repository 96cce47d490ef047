import type { EvaluationBody, SliceBody } from '@millrace/api';
import { Table } from '@mantine/core';
import { metricLabel } from '../format/names.js';
import { formatCount, formatMetric, formatNumber } from '../format/numbers.js';

interface SlicesTableProps {
  readonly slices: readonly SliceBody[];
  /** Of all rows, to compare with. */
  readonly evaluation: EvaluationBody;
}

const columns = {
  classes: ['accuracy', 'f1', 'rocAuc', 'logLoss'],
  quantities: ['rmse', 'mae', 'r2'],
} as const;

/** Parts of the rows and how the model does on them, the worst first, below all rows. */
export function SlicesTable({ slices, evaluation }: SlicesTableProps) {
  const metrics = columns[evaluation.kind].filter((name) => name in evaluation.metrics);
  const cells = (values: Readonly<Record<string, number>>) =>
    metrics.map((name) => (
      <Table.Td key={name} className="numeric">
        {formatMetric(values[name])}
      </Table.Td>
    ));
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label="Slices">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Rows where</Table.Th>
            <Table.Th className="numeric">Rows</Table.Th>
            {metrics.map((name) => (
              <Table.Th key={name} className="numeric">
                {metricLabel(name)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr fw={600}>
            <Table.Td>all</Table.Td>
            <Table.Td className="numeric">{formatCount(evaluation.rows)}</Table.Td>
            {cells(evaluation.metrics)}
          </Table.Tr>
          {slices.map((slice) => (
            <Table.Tr key={describeSlice(slice)}>
              <Table.Td>{describeSlice(slice)}</Table.Td>
              <Table.Td className="numeric">{formatCount(slice.rows)}</Table.Td>
              {cells(slice.metrics)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function describeSlice({ column, value }: SliceBody): string {
  switch (value.kind) {
    case 'category':
      return `${column} is ${value.category}`;
    case 'range':
      if (value.from === value.to) return `${column} is ${String(value.from)}`;
      return `${column} from ${formatNumber(value.from)} to ${formatNumber(value.to)}`;
    case 'missing':
      return `${column} is missing`;
  }
}
