import type { EvaluationBody } from '@millrace/api';
import { SimpleGrid } from '@mantine/core';
import { Plot } from '../charts/plot.js';
import { domainOf } from '../charts/scale.js';
import { formatNumber } from '../format/numbers.js';

type QuantityEvaluation = Extract<EvaluationBody, { kind: 'quantities' }>;

/** What a model of quantities said against what was, and how far off it was. */
export function QuantityCharts({
  points,
  residuals,
}: Pick<QuantityEvaluation, 'points' | 'residuals'>) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
      {points && <PredictedAgainstActual points={points} />}
      {residuals && (
        <Plot
          title="Residuals"
          x={{
            label: 'actual less predicted',
            domain: [residuals.edges[0] ?? -1, residuals.edges.at(-1) ?? 1],
          }}
          y={{ label: 'rows', domain: [0, Math.max(...residuals.counts, 1) * 1.05] }}
          marks={[{ kind: 'bars', ...residuals }]}
        />
      )}
    </SimpleGrid>
  );
}

function PredictedAgainstActual({
  points: { actual, predicted },
}: {
  readonly points: NonNullable<QuantityEvaluation['points']>;
}) {
  const domain = domainOf([...actual, ...predicted]);
  return (
    <Plot
      title="Predicted against actual"
      x={{ label: 'actual', domain }}
      y={{ label: 'predicted', domain }}
      marks={[
        {
          kind: 'reference',
          points: [
            [domain[0], domain[0]],
            [domain[1], domain[1]],
          ],
        },
        {
          kind: 'dots',
          colour: 0,
          radius: 3,
          points: actual.map((value, index) => [value, predicted[index] ?? 0]),
          titles: actual.map(
            (value, index) =>
              `${formatNumber(value)}, predicted ${formatNumber(predicted[index] ?? 0)}`,
          ),
        },
      ]}
    />
  );
}
