import type { ModelVersionBody } from '@millrace/api';
import { Alert, Anchor, Code, Group, List, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { formatBytes } from '../format/numbers.js';
import { Ago } from '../parts/ago.js';
import { Digest } from '../parts/digest.js';
import { Facts } from '../parts/facts.js';
import { MetricTiles } from '../parts/metric-tiles.js';
import { Section } from '../parts/section.js';
import { VersionDecision } from './decision-note.js';
import { ExplanationSection } from './explanation-view.js';
import { ModelFiles } from './artifact-list.js';

/** Of each input. */
const categoriesShown = 20;

/** One model version: how good it is, why it was promoted or not, where it comes from, what it takes. */
export function ModelVersionView({ version }: { readonly version: ModelVersionBody }) {
  const { gate, lineage, signature } = version;
  return (
    <>
      <Section title={`Version ${version.version}: holdout metrics`}>
        <MetricTiles metrics={version.holdoutMetrics} />
        <VersionDecision runId={version.runId} />
        {gate && (
          <Alert
            color={gate.decision === 'promoted' ? 'teal' : 'orange'}
            variant="light"
            title={gate.decision === 'promoted' ? 'Promoted by the gates' : 'Refused by the gates'}
          >
            <List size="sm">
              {gate.reasons.map((reason) => (
                <List.Item key={reason}>{reason}</List.Item>
              ))}
            </List>
            <Text size="xs" c="dimmed" mt={4}>
              Decided <Ago time={gate.decidedAt} />
            </Text>
          </Alert>
        )}
      </Section>
      <Section title={`Version ${version.version}: lineage`}>
        <Facts
          facts={[
            [
              'Dataset',
              <Anchor
                key="dataset"
                size="sm"
                component={Link}
                to={`/datasets/${encodeURIComponent(lineage.dataset)}`}
              >
                {lineage.dataset} v{lineage.datasetVersion}
              </Anchor>,
            ],
            ['Dataset sha256', <Digest key="data" value={lineage.datasetSha256} kind="sha256" />],
            ['Model sha256', <Digest key="model" value={version.sha256} kind="sha256" />],
            ['Registry run', <Digest key="run" value={version.runId} kind="run id" />],
            ['Algorithm', version.algorithm],
            ['Seed', lineage.seed],
            ['Code commit', <Digest key="commit" value={lineage.codeCommit} kind="commit" />],
            ['Size', formatBytes(version.size)],
          ]}
        />
      </Section>
      <ExplanationSection version={version.version} runId={version.runId} />
      <Section
        title={`Version ${version.version}: signature`}
        hint={
          <>
            Predicts <Code>{signature.target}</Code>{' '}
            {signature.task === 'regression'
              ? 'as a number.'
              : `as one of ${signature.classes.join(', ')}.`}
          </>
        }
      >
        <Table aria-label="Inputs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Input</Table.Th>
              <Table.Th>Type</Table.Th>
              <Table.Th>Categories</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {signature.inputs.map((input) => (
              <Table.Tr key={input.name}>
                <Table.Td className="break-anywhere">{input.name}</Table.Td>
                <Table.Td>{input.type}</Table.Td>
                <Table.Td className="break-anywhere">
                  <Group gap={4}>
                    {input.categories?.slice(0, categoriesShown).map((item) => (
                      <Code key={item}>{item}</Code>
                    ))}
                    {input.categories && input.categories.length > categoriesShown && (
                      <Text size="xs" c="dimmed">
                        and {input.categories.length - categoriesShown} more
                      </Text>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      <ModelFiles model={version.model} version={version.version} />
    </>
  );
}
