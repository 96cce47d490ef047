import type { ModelBody } from '@millrace/api';
import { registryApi } from '@millrace/api';
import { Anchor, Badge, Group, Paper, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';
import { Ago } from '../parts/ago.js';
import { QueryView } from '../parts/query-view.js';
import { endpointQuery } from '../queries.js';

/** A model with its champion and the metric it was chosen by. */
export function ModelCard({ model }: { readonly model: ModelBody }) {
  const champion = model.aliases['champion'];
  return (
    <Paper withBorder p="md" component="article" aria-label={`Model ${model.name}`}>
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Anchor component={Link} to={`/models/${encodeURIComponent(model.name)}`} fw={600}>
          {model.name}
        </Anchor>
        {champion === undefined ? (
          <Badge color="gray" variant="light">
            no champion
          </Badge>
        ) : (
          <Badge>champion v{champion}</Badge>
        )}
      </Group>
      {champion === undefined ? (
        <Text size="sm" c="dimmed">
          Newest version: {model.latestVersion}
        </Text>
      ) : (
        <Champion name={model.name} version={champion} />
      )}
    </Paper>
  );
}

function Champion({ name, version }: { readonly name: string; readonly version: number }) {
  const query = useQuery(endpointQuery(registryApi.getModelVersion, { params: { name, version } }));
  return (
    <QueryView query={query}>
      {({ metric, holdoutMetrics, algorithm, createdAt }) => (
        <Group justify="space-between" align="flex-end" wrap="nowrap">
          <div>
            <Text size="1.6rem" fw={700} lh={1.2}>
              {formatMetric(holdoutMetrics[metric])}
            </Text>
            <Text size="xs" c="dimmed">
              {metricLabel(metric)} on the holdout
            </Text>
            <Text size="xs" c="dimmed">
              {algorithm}, <Ago time={createdAt} />
            </Text>
          </div>
          <Anchor
            component={Link}
            to={`/predict/${encodeURIComponent(name)}`}
            size="sm"
            aria-label={`Predict with ${name}`}
          >
            Predict
          </Anchor>
        </Group>
      )}
    </QueryView>
  );
}
