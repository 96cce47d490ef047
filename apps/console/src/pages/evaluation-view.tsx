import type { EvaluationBody } from '@millrace/api';
import { Grid, Stack, Table } from '@mantine/core';
import { ConfusionMatrix } from '../charts/confusion-matrix.js';
import { formatCount, formatMetric } from '../format/numbers.js';
import { MetricTiles } from '../parts/metric-tiles.js';

type ClassEvaluation = Extract<EvaluationBody, { kind: 'classes' }>;

/** A model scored on rows it has not seen: metrics, and of classes the confusion matrix and each class on its own. */
export function EvaluationView({ evaluation }: { readonly evaluation: EvaluationBody }) {
  return (
    <Stack>
      <MetricTiles metrics={evaluation.metrics} />
      {evaluation.kind === 'classes' && <ClassesView evaluation={evaluation} />}
    </Stack>
  );
}

function ClassesView({ evaluation }: { readonly evaluation: ClassEvaluation }) {
  const { classes, confusion } = evaluation;
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <ConfusionMatrix labels={classes.map(({ label }) => label)} counts={confusion} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
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
      </Grid.Col>
    </Grid>
  );
}
