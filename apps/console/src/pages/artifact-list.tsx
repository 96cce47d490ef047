import { registryApi, type ArtifactBody } from '@millrace/api';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatBytes } from '../format/numbers.js';
import { Digest } from '../parts/digest.js';
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
            <ArtifactLinks runId={runId} artifacts={artifacts} />
          )
        }
      </QueryView>
    </Section>
  );
}

/** The folder of a model version: what other programs serve it from. */
export function ModelFiles({
  model,
  version,
}: {
  readonly model: string;
  readonly version: number;
}) {
  const files = useQuery(
    endpointQuery(registryApi.listModelArtifacts, { params: { name: model, version } }),
  );
  return (
    <Section
      title={`Version ${version}: files`}
      hint="The ONNX file answers in any runtime; with MLmodel beside it, mlflow serves the folder."
    >
      <QueryView query={files}>
        {({ runId, items }) =>
          items.length === 0 ? (
            <Empty title="The run of this version is not done with its files." />
          ) : (
            <ArtifactLinks runId={runId} artifacts={items} />
          )
        }
      </QueryView>
    </Section>
  );
}

function ArtifactLinks({
  runId,
  artifacts,
}: {
  readonly runId: string;
  readonly artifacts: readonly ArtifactBody[];
}) {
  return (
    <ul className="files">
      {artifacts.map(({ path, size, sha256 }) => (
        <li key={path}>
          <FileLink
            endpoint={registryApi.downloadArtifact}
            request={{ params: { runId, artifact: path } }}
            saveAs={path.slice(path.lastIndexOf('/') + 1)}
          >
            {path}
          </FileLink>
          <Text size="sm" component="span" c="dimmed" className="numeric">
            {formatBytes(size)}
          </Text>
          <span className="file-digest">
            {sha256 !== undefined && <Digest value={sha256} kind="sha256" />}
          </span>
        </li>
      ))}
    </ul>
  );
}
