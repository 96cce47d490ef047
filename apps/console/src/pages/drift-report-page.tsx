import type { DriftReportBody } from '@millrace/api';
import { driftApi, driftOutcomeOf } from '@millrace/api';
import { Alert, Center, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { worstFirst } from '../drift-columns.js';
import { describeSide } from '../format/drift-side.js';
import { formatShare } from '../format/numbers.js';
import { shortId } from '../format/short-id.js';
import { Ago } from '../parts/ago.js';
import { DriftVerdict } from '../parts/drift-verdict.js';
import { Empty } from '../parts/empty.js';
import { Facts } from '../parts/facts.js';
import { FileLink } from '../parts/file-link.js';
import { Page } from '../parts/page.js';
import { QueryView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { endpointQuery } from '../queries.js';
import { DriftColumnsTable } from './drift-columns-table.js';

export function DriftReportPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    ...endpointQuery(driftApi.getDriftReport, { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1_000 : false),
  });
  const report = query.data;
  return (
    <Page
      title={`Drift report ${shortId(id)}`}
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
  const columns = worstFirst(report.metrics);
  return (
    <>
      <VerdictBanner report={report} />
      <Section
        title="Columns"
        hint={
          <>
            {columns.some(({ role }) => role === 'prediction')
              ? 'What the model says, then what it was told, the worst first.'
              : 'The worst first.'}{' '}
            In the histograms grey is the reference, colour is the current data.
          </>
        }
      >
        {columns.length === 0 ? (
          <Empty title="No column was compared." />
        ) : (
          <DriftColumnsTable columns={columns} />
        )}
      </Section>
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

const banners = {
  drifted: { title: 'The data has drifted', colour: 'red' },
  some_columns: { title: 'Some columns changed, the data has not drifted', colour: 'yellow' },
  stable: { title: 'No drift', colour: 'teal' },
  insufficient_data: { title: 'Too little data to tell', colour: 'gray' },
} as const;

function VerdictBanner({ report }: { readonly report: DriftReportBody }) {
  const { dataset, retraining } = report;
  if (!dataset) return null;
  const { title, colour } = banners[driftOutcomeOf(report) ?? 'insufficient_data'];
  return (
    <Alert color={colour} variant="light" role="status" title={title}>
      <Text size="sm">
        {dataset.driftedColumns !== undefined && dataset.testedColumns !== undefined
          ? `${dataset.driftedColumns} of ${dataset.testedColumns} tested columns drifted`
          : `${formatShare(dataset.share)} of the tested columns drifted`}
        {dataset.driftShare !== undefined &&
          `; the line for the whole is ${formatShare(dataset.driftShare)}`}
        .
      </Text>
      {retraining && (
        <Text size="sm" mt={4}>
          {retraining.decision === 'requested' ? 'Retraining was asked for: ' : 'No retraining: '}
          {retraining.reason}
        </Text>
      )}
    </Alert>
  );
}
