import type { DriftColumn } from '@millrace/api';
import { Progress, Table, Text } from '@mantine/core';
import { Histogram } from '../charts/histogram.js';
import { comparedHistogram, signalsOf } from '../drift-columns.js';
import { formatNumber } from '../format/numbers.js';
import { StatusBadge } from '../parts/status-badge.js';

/** The columns of a drift report, one a row, in the order given. */
export function DriftColumnsTable({ columns }: { readonly columns: readonly DriftColumn[] }) {
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table aria-label="Columns" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column</Table.Th>
            <Table.Th>Verdict</Table.Th>
            <Table.Th className="numeric">Score</Table.Th>
            <Table.Th className="numeric">Threshold</Table.Th>
            <Table.Th>Distributions</Table.Th>
            <Table.Th>Why</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <ColumnRow key={column.column} column={column} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ColumnRow({ column }: { readonly column: DriftColumn }) {
  const { histogram, score, scoreKind, threshold, severity, verdict } = column;
  const drawn = histogram && comparedHistogram(histogram);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600} className="break-anywhere">
          {column.column}
        </Text>
        <Text size="xs" c="dimmed">
          {column.role === 'prediction' ? 'what the model says' : column.type}
        </Text>
      </Table.Td>
      <Table.Td>
        <StatusBadge status={verdict} />
      </Table.Td>
      <Table.Td className="numeric">
        <Text size="sm" fw={600}>
          {score === undefined
            ? '–'
            : `${scoreKind === 'p_value' ? 'p ' : ''}${formatNumber(score)}`}
        </Text>
        {severity !== undefined && severity > 0 && (
          // The bar is full at twice the threshold.
          <Progress
            value={Math.min(100, severity * 50)}
            color={verdict === 'drifted' ? 'red' : 'gray.5'}
            size={4}
            mt={4}
            miw={70}
            aria-label={`Severity of ${column.column}`}
          />
        )}
      </Table.Td>
      <Table.Td className="numeric">
        {threshold === undefined ? (
          '–'
        ) : (
          <Text size="sm">
            {scoreKind === 'p_value' ? 'below ' : ''}
            {formatNumber(threshold)}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {column.testTitle ?? column.test}
        </Text>
      </Table.Td>
      <Table.Td>
        {drawn ? (
          <Histogram
            data={drawn.current}
            reference={drawn.reference}
            label={`Distributions of ${column.column}`}
            width={200}
            height={40}
          />
        ) : (
          '–'
        )}
      </Table.Td>
      <Table.Td>
        <Text size="xs" maw={300}>
          {column.reason}
        </Text>
        {signalsOf(column).map((signal) => (
          <Text key={signal} size="xs" c="dimmed">
            {signal}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}
