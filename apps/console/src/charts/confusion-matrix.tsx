import { Table, Text } from '@mantine/core';
import { formatCount, formatShare } from '../format/numbers.js';

interface ConfusionMatrixProps {
  readonly labels: readonly string[];
  /** `counts[actual][predicted]`. */
  readonly counts: readonly (readonly number[])[];
}

/** A heat map: each cell coloured by its share of the actual class's rows. */
export function ConfusionMatrix({ labels, counts }: ConfusionMatrixProps) {
  return (
    <Table.ScrollContainer minWidth={220}>
      <Table withColumnBorders={false} w="auto" aria-label="Confusion matrix">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Text size="xs" c="dimmed">
                actual ↓ predicted →
              </Text>
            </Table.Th>
            {labels.map((label) => (
              <Table.Th key={label} ta="center">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {counts.map((row, actual) => {
            const total = row.reduce((sum, count) => sum + count, 0);
            return (
              <Table.Tr key={labels[actual] ?? actual}>
                <Table.Th scope="row">{labels[actual]}</Table.Th>
                {row.map((count, predicted) => {
                  const share = total === 0 ? 0 : count / total;
                  const tone = actual === predicted ? '18, 184, 134' : '250, 82, 82';
                  return (
                    <Table.Td
                      key={predicted}
                      ta="center"
                      miw={72}
                      style={{
                        background:
                          count === 0 ? undefined : `rgba(${tone}, ${0.1 + share * 0.55})`,
                      }}
                      title={`${formatShare(share)} of actual ${labels[actual] ?? ''}`}
                    >
                      <Text fw={600}>{formatCount(count)}</Text>
                      <Text size="xs" c={share > 0.4 ? undefined : 'dimmed'}>
                        {formatShare(share)}
                      </Text>
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
