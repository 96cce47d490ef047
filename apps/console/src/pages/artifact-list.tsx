import { registryApi } from '@millrace/api';
import { List } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatBytes } from '../format/numbers.js';
import { Empty } from '../parts/empty.js';
import { FileLink } from '../parts/file-link.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { endpointQuery } from '../queries.js';

/** The files a run has left in the registry, to download. */
export function ArtifactList({ runId }: { readonly runId: string }) {
  const run = useQuery(endpointQuery(registryApi.getRun, { params: { runId } }));
  return (
    <Section title="Artifacts">
      <QueryView query={run}>
        {({ artifacts }) =>
          artifacts.length === 0 ? (
            <Empty title="This run has left no files." />
          ) : (
            <List size="sm" spacing={4} listStyleType="none">
              {artifacts.map(({ path, size }) => (
                <List.Item key={path}>
                  <FileLink
                    endpoint={registryApi.downloadArtifact}
                    request={{ params: { runId, artifact: path } }}
                    saveAs={path.slice(path.lastIndexOf('/') + 1)}
                  >
                    {path}
                  </FileLink>{' '}
                  ({formatBytes(size)})
                </List.Item>
              ))}
            </List>
          )
        }
      </QueryView>
    </Section>
  );
}
