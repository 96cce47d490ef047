import { trainingApi, ApiError, type ExplanationBody } from '@millrace/api';
import { Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DependenceChart } from '../charts/dependence-chart.js';
import { ImportanceBars } from '../charts/importance-bars.js';
import { metricLabel } from '../format/names.js';
import { formatCount } from '../format/numbers.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { endpointQuery } from '../queries.js';

/** Features that are shown; the file among the model's files has all of them. */
const mostBars = 15;

/** What a model version leans on; nothing for a version that no training run of ours made. */
export function ExplanationSection({
  version,
  runId,
}: {
  readonly version: number;
  readonly runId: string;
}) {
  const query = useQuery({
    ...endpointQuery(trainingApi.getTrainingRunExplanation, { params: { id: runId } }),
    staleTime: Infinity,
  });
  if (query.error instanceof ApiError && [400, 404].includes(query.error.status)) return null;
  return (
    <Section title={`Version ${version}: what it leans on`} hint={query.data && hintOf(query.data)}>
      <QueryView query={query}>
        {(explanation) => <ExplanationView explanation={explanation} />}
      </QueryView>
    </Section>
  );
}

function hintOf({ importance }: ExplanationBody): string {
  return `What ${metricLabel(importance.metric)} loses when the values of a feature are dealt out anew among ${formatCount(importance.rows)} holdout rows, ${importance.repeats} times; whiskers are one standard deviation.`;
}

function ExplanationView({ explanation }: { readonly explanation: ExplanationBody }) {
  const { importance, partialDependence } = explanation;
  const { answers, features } = partialDependence;
  // Of two classes the second says what the first does, the other way round.
  const [answer, setAnswer] = useState(answers.length === 2 ? 1 : 0);
  const answerName = answers[answer] ?? '';
  const said = features.flatMap(({ points }) => points.map((point) => point.answers[answer] ?? 0));
  return (
    <Stack>
      <ImportanceBars
        features={importance.features.slice(0, mostBars)}
        label="Importance of the features"
      />
      <Text size="sm" c="dimmed">
        The mean {answers.length > 1 ? 'probability of' : 'value of'} {answerName} when every row is
        given the same value of one feature ({formatCount(partialDependence.rows)} rows):
      </Text>
      {answers.length > 1 && (
        <Select
          label="Class"
          w={220}
          data={answers.map((name, index) => ({ value: String(index), label: name }))}
          value={String(answer)}
          allowDeselect={false}
          onChange={(chosen) => setAnswer(Number(chosen))}
        />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {features.map((dependence) => (
          <div key={dependence.feature}>
            <Text size="sm" fw={600} className="break-anywhere">
              {dependence.feature}
            </Text>
            <DependenceChart
              dependence={dependence}
              answer={answer}
              range={[Math.min(...said), Math.max(...said)]}
              answerName={answerName}
            />
          </div>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
