import type { DriftReportBody } from '@millrace/api';
import { driftApi } from '@millrace/api';
import { Alert, Center, Loader, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { Histogram } from '../charts/histogram.js';
import { driftedColumn, severityOf } from '../column-shapes.js';
import { describeSide } from '../format/drift-side.js';
import { formatNumber, formatShare } from '../format/numbers.js';
import { Ago } from '../parts/ago.js';
import { DriftVerdict } from '../parts/drift-verdict.js';
import { Empty } from '../parts/empty.js';
import { Facts } from '../parts/facts.js';
import { FileLink } from '../parts/file-link.js';
import { Page } from '../parts/page.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { StatusBadge } from '../parts/status-badge.js';
import { endpointQuery } from '../queries.js';

export function DriftReportPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    ...endpointQuery(driftApi.getDriftReport, { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1_000 : false),
  });
  const report = query.data;
  return (
    <Page
      title={`Drift report ${id.slice(0, 8)}`}
      above={[{ label: 'Drift', to: '/drift' }]}
      beside={report && <DriftVerdict report={report} />}
      subtitle={
        report && `${describeSide(report.current)} against ${describeSide(report.reference)}`
      }
      actions={
        report?.status === 'completed' && (
          <FileLink endpoint={driftApi.getDriftReportPage} request={{ params: { id } }}>
            As a page of its own
          </FileLink>
        )
      }
    >
      <QueryView query={query}>{(found) => <ReportView report={found} />}</QueryView>
    </Page>
  );
}

function ReportView({ report }: { readonly report: DriftReportBody }) {
  if (report.status === 'running') {
    return (
      <Center mih={160}>
        <Loader role="status" aria-label="The report is being made" />
      </Center>
    );
  }
  if (report.status === 'failed') {
    return (
      <Alert color="red" variant="light" title="The report could not be made" role="alert">
        {report.reason ?? 'No reason was given.'}
      </Alert>
    );
  }
  const columns = report.metrics
    .map(driftedColumn)
    .toSorted((a, b) => severityOf(b) - severityOf(a) || a.column.localeCompare(b.column));
  return (
    <>
      <VerdictBanner report={report} />
      <Section
        title="Columns"
        hint={
          <>The worst first. In the histograms grey is the reference, colour is the current data.</>
        }
      >
        {columns.length === 0 ? (
          <Empty title="No column was compared." />
        ) : (
          <Table.ScrollContainer minWidth={720}>
            <Table aria-label="Columns" verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Column</Table.Th>
                  <Table.Th>Verdict</Table.Th>
                  <Table.Th>Test</Table.Th>
                  <Table.Th className="numeric">Score</Table.Th>
                  <Table.Th className="numeric">Threshold</Table.Th>
                  <Table.Th>Distributions</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {columns.map((column) => (
                  <Table.Tr key={column.column}>
                    <Table.Td fw={500} className="break-anywhere">
                      {column.column}
                    </Table.Td>
                    <Table.Td>
                      <StatusBadge status={column.verdict} />
                    </Table.Td>
                    <Table.Td>{column.test?.replaceAll('_', ' ') ?? '–'}</Table.Td>
                    <Table.Td className="numeric" fw={600}>
                      {column.score === undefined ? '–' : formatNumber(column.score)}
                    </Table.Td>
                    <Table.Td className="numeric">
                      {column.threshold === undefined ? '–' : formatNumber(column.threshold)}
                    </Table.Td>
                    <Table.Td>
                      {column.current ? (
                        <Histogram
                          data={column.current}
                          reference={column.reference?.counts}
                          label={`Distributions of ${column.column}`}
                          width={220}
                          height={40}
                        />
                      ) : (
                        '–'
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Section>
      {report.tests.length > 0 && (
        <Section title="Tests">
          <Table aria-label="Tests">
            <Table.Tbody>
              {report.tests.map((test) => (
                <Table.Tr key={`${test.name} ${test.description}`}>
                  <Table.Td fw={500}>{test.name}</Table.Td>
                  <Table.Td>
                    <StatusBadge status={test.status} />
                  </Table.Td>
                  <Table.Td>{test.description}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      )}
      <Section title="What was compared">
        <Facts
          facts={[
            ['Reference', describeSide(report.reference)],
            ['Current', describeSide(report.current)],
            ['Mode', report.mode],
            ['Made', <Ago key="made" time={report.createdAt} />],
          ]}
        />
      </Section>
    </>
  );
}

function VerdictBanner({ report }: { readonly report: DriftReportBody }) {
  const { dataset, retraining } = report;
  if (!dataset) return null;
  return (
    <Alert
      color={dataset.drifted ? 'red' : 'teal'}
      variant="light"
      role="status"
      title={dataset.drifted ? 'The data has drifted' : 'No drift'}
    >
      <Text size="sm">{formatShare(dataset.share)} of the columns are over their line.</Text>
      {retraining && (
        <Text size="sm" mt={4}>
          {retraining.decision === 'requested' ? 'Retraining was asked for: ' : 'No retraining: '}
          {retraining.reason}
        </Text>
      )}
    </Alert>
  );
}
