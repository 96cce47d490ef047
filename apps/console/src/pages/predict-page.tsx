import { inferenceApi } from '@millrace/api';
import { Anchor, Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { Empty } from '../parts/empty.js';
import { ErrorAlert } from '../parts/error-alert.js';
import { Page } from '../parts/page.js';
import { QueryView } from '../parts/query-view.js';
import { endpointQuery } from '../queries.js';
import { PredictForm } from './predict-form.js';

export function PredictPage() {
  const { model } = useParams();
  const navigate = useNavigate();
  const served = useQuery({
    ...endpointQuery(inferenceApi.listServedModels, {}),
    refetchInterval: 10_000,
  });
  return (
    <Page title="Predict" subtitle="Ask a served model about one row.">
      <QueryView query={served}>
        {({ items }) => {
          const chosen =
            model === undefined ? items[0] : items.find((item) => item.model === model);
          if (items.length === 0) {
            return (
              <Empty title="No model is served yet">
                Train one under{' '}
                <Anchor component={Link} to="/training" size="sm">
                  Training
                </Anchor>
                ; its champion is loaded by itself.
              </Empty>
            );
          }
          return (
            <>
              <Group align="flex-end">
                <Select
                  label="Model"
                  data={items.map((item) => item.model)}
                  value={chosen?.model ?? null}
                  onChange={(name) => name && void navigate(`/predict/${encodeURIComponent(name)}`)}
                  allowDeselect={false}
                  maw={320}
                />
                {chosen && (
                  <Text size="sm" c="dimmed" pb={8}>
                    version {chosen.version}, {chosen.algorithm}
                  </Text>
                )}
              </Group>
              {chosen ? (
                <PredictForm key={`${chosen.model} ${chosen.sha256}`} served={chosen} />
              ) : (
                <ErrorAlert
                  title="Not served"
                  error={new Error(`No version of ${model ?? ''} is loaded at the moment.`)}
                />
              )}
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
