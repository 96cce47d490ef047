import type { EvaluationBody } from '@millrace/api';
import { Grid, Table } from '@mantine/core';
import { ConfusionMatrix } from '../charts/confusion-matrix.js';
import { formatCount, formatMetric } from '../format/numbers.js';

type ClassEvaluation = Extract<EvaluationBody, { kind: 'classes' }>;

/** The confusion matrix, and each class on its own. */
export function ClassFigures({
  classes,
  confusion,
}: Pick<ClassEvaluation, 'classes' | 'confusion'>) {
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <ConfusionMatrix labels={classes.map(({ label }) => label)} counts={confusion} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Table.ScrollContainer minWidth={340}>
          <Table aria-label="Metrics of each class">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Class</Table.Th>
                <Table.Th className="numeric">Precision</Table.Th>
                <Table.Th className="numeric">Recall</Table.Th>
                <Table.Th className="numeric">F1</Table.Th>
                <Table.Th className="numeric">Rows</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {classes.map((item) => (
                <Table.Tr key={item.label}>
                  <Table.Td>{item.label}</Table.Td>
                  <Table.Td className="numeric">{formatMetric(item.precision)}</Table.Td>
                  <Table.Td className="numeric">{formatMetric(item.recall)}</Table.Td>
                  <Table.Td className="numeric">{formatMetric(item.f1)}</Table.Td>
                  <Table.Td className="numeric">{formatCount(item.support)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Grid.Col>
    </Grid>
  );
}
