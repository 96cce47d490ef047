import { inferenceApi, registryApi } from '@millrace/api';
import { Anchor, Button, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { api } from '../api-client.js';
import { metricLabel } from '../format/names.js';
import { formatMetric } from '../format/numbers.js';
import { Ago } from '../parts/ago.js';
import { AliasBadges } from '../parts/alias-badges.js';
import { Empty } from '../parts/empty.js';
import { ErrorAlert } from '../parts/error-alert.js';
import { FileLink } from '../parts/file-link.js';
import { Page } from '../parts/page.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { StatusBadge } from '../parts/status-badge.js';
import { endpointQuery } from '../queries.js';
import { ModelVersionView } from './model-version-view.js';
import { ServedNote } from './served-note.js';

export function ModelPage() {
  const { name = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const model = useQuery({
    ...endpointQuery(registryApi.getModel, { params: { name } }),
    refetchInterval: 10_000,
  });
  const promote = useMutation({
    mutationFn: (version: number) =>
      api.call(registryApi.setAlias, { params: { name, alias: 'champion' }, body: { version } }),
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <Page
      title={name}
      above={[{ label: 'Models', to: '/models' }]}
      actions={
        <>
          <FileLink
            endpoint={inferenceApi.downloadPredictionLog}
            request={{ params: { name } }}
            saveAs={`${name}-predictions.csv`}
          >
            Prediction log
          </FileLink>
          <Button
            component="a"
            href={`/v2/models/${encodeURIComponent(name)}/docs`}
            variant="default"
          >
            API
          </Button>
          <Button component={Link} to={`/predict/${encodeURIComponent(name)}`} variant="light">
            Predict
          </Button>
        </>
      }
    >
      <QueryView query={model}>
        {({ versions, aliases }) => {
          const wanted = Number(search.get('version') ?? aliases['champion'] ?? NaN);
          const shown = versions.find(({ version }) => version === wanted) ?? versions[0];
          return (
            <>
              {promote.error && (
                <ErrorAlert title="The champion did not change" error={promote.error} />
              )}
              <ServedNote model={name} champion={aliases['champion']} />
              <Section title="Versions">
                {versions.length === 0 && <Empty title="This model has no versions." />}
                <Table.ScrollContainer minWidth={820}>
                  <Table aria-label="Versions" highlightOnHover>
                    <Table.Thead>
                      <Table.Tr>
                        <Table.Th>Version</Table.Th>
                        <Table.Th>Aliases</Table.Th>
                        <Table.Th>Algorithm</Table.Th>
                        <Table.Th className="numeric">Holdout</Table.Th>
                        <Table.Th>Gate</Table.Th>
                        <Table.Th>Trained on</Table.Th>
                        <Table.Th>Registered</Table.Th>
                        <Table.Th />
                      </Table.Tr>
                    </Table.Thead>
                    <Table.Tbody>
                      {versions.map((item) => (
                        <Table.Tr
                          key={item.version}
                          className={item === shown ? 'row-best' : undefined}
                        >
                          <Table.Td>
                            <Anchor
                              component="button"
                              type="button"
                              fw={600}
                              aria-label={`Show version ${item.version}`}
                              onClick={() =>
                                setSearch({ version: String(item.version) }, { replace: true })
                              }
                            >
                              v{item.version}
                            </Anchor>
                          </Table.Td>
                          <Table.Td>
                            <AliasBadges aliases={item.aliases} />
                          </Table.Td>
                          <Table.Td>{item.algorithm}</Table.Td>
                          <Table.Td className="numeric">
                            {metricLabel(item.metric)}{' '}
                            {formatMetric(item.holdoutMetrics[item.metric])}
                          </Table.Td>
                          <Table.Td>
                            {item.gate ? <StatusBadge status={item.gate.decision} /> : '–'}
                          </Table.Td>
                          <Table.Td>
                            <Anchor
                              component={Link}
                              size="sm"
                              to={`/datasets/${encodeURIComponent(item.lineage.dataset)}`}
                            >
                              {item.lineage.dataset} v{item.lineage.datasetVersion}
                            </Anchor>
                          </Table.Td>
                          <Table.Td>
                            <Ago time={item.createdAt} />
                          </Table.Td>
                          <Table.Td ta="right">
                            {!item.aliases.includes('champion') && (
                              <Button
                                size="compact-sm"
                                variant="default"
                                loading={promote.isPending && promote.variables === item.version}
                                onClick={() => promote.mutate(item.version)}
                                aria-label={`Make version ${item.version} champion`}
                              >
                                Make champion
                              </Button>
                            )}
                          </Table.Td>
                        </Table.Tr>
                      ))}
                    </Table.Tbody>
                  </Table>
                </Table.ScrollContainer>
              </Section>
              {shown && <ModelVersionView version={shown} />}
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
