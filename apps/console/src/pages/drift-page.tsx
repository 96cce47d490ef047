import { driftApi } from '@millrace/api';
import { Anchor, Table } from '@mantine/core';
import { Link } from 'react-router';
import { describeSide } from '../format/drift-side.js';
import { formatShare } from '../format/numbers.js';
import { shortId } from '../format/short-id.js';
import { Ago } from '../parts/ago.js';
import { DriftVerdict } from '../parts/drift-verdict.js';
import { Empty } from '../parts/empty.js';
import { Page } from '../parts/page.js';
import { PagesView } from '../parts/query-view.js';
import { Section } from '../parts/section.js';
import { usePages } from '../queries.js';
import { DriftForm } from './drift-form.js';

export function DriftPage() {
  const reports = usePages(driftApi.listDriftReports, {}, 8_000);
  return (
    <Page title="Drift" subtitle="Are new rows still like those the model has learnt from?">
      <Section title="Reports">
        <PagesView
          query={reports}
          empty={
            <Empty title="No drift reports yet">
              Every new dataset version is compared by itself; or compare something below.
            </Empty>
          }
        >
          {(items) => (
            <Table.ScrollContainer minWidth={680}>
              <Table highlightOnHover aria-label="Drift reports">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Report</Table.Th>
                    <Table.Th>Verdict</Table.Th>
                    <Table.Th>Reference</Table.Th>
                    <Table.Th>Current</Table.Th>
                    <Table.Th className="numeric">Drifted columns</Table.Th>
                    <Table.Th>Made</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((report) => (
                    <Table.Tr key={report.id}>
                      <Table.Td>
                        <Anchor component={Link} to={`/drift/${report.id}`} fw={600}>
                          {shortId(report.id)}
                        </Anchor>
                      </Table.Td>
                      <Table.Td>
                        <DriftVerdict report={report} />
                      </Table.Td>
                      <Table.Td>{describeSide(report.reference)}</Table.Td>
                      <Table.Td>{describeSide(report.current)}</Table.Td>
                      <Table.Td className="numeric">
                        {report.dataset ? formatShare(report.dataset.share) : '–'}
                      </Table.Td>
                      <Table.Td>
                        <Ago time={report.createdAt} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </PagesView>
      </Section>
      <Section title="Make a report">
        <DriftForm />
      </Section>
    </Page>
  );
}
