import { setTimeout as wait } from 'node:timers/promises';
import type { Client, DriftReportBody, JsonBodyOf } from '@millrace/api';
import { driftApi, driftOutcomeOf } from '@millrace/api';
import type { Command } from 'commander';
import { NegativeResult, UsageError } from '../session.js';
import type { OpenSession } from '../session.js';
import { facts, table } from '../table.js';
import type { Cell } from '../table.js';
import { positiveInteger } from '../whole-number.js';

interface ReportOptions {
  readonly dataset?: string;
  readonly model?: string;
  readonly reference?: number;
  readonly current?: number;
  readonly failOnDrift?: true;
}

type ReportRequest = JsonBodyOf<typeof driftApi.createDriftReport>;

export function addDriftCommands(program: Command, open: OpenSession): void {
  const drift = program.command('drift').description('compare new rows with a reference');

  drift
    .command('report')
    .description('make a drift report and wait for it')
    .option('--dataset <name>', 'dataset to compare; with --model, where the new rows are')
    .option('--model <name>', 'compare with the training data of this model')
    .option('--reference <version>', 'reference version of the dataset', positiveInteger)
    .option('--current <version>', 'current version of the dataset', positiveInteger)
    .option('--fail-on-drift', 'end with exit code 1 when the data has drifted')
    .action(async (options: ReportOptions) => {
      const body = requestFrom(options);
      const { client, show } = open();
      const { id } = await client.call(driftApi.createDriftReport, { body });
      const report = await untilMade(client, id);
      show(report, () => describeReport(report));
      if (report.status === 'failed') {
        throw new NegativeResult(`The report failed: ${report.reason ?? 'no reason was given'}.`);
      }
      if (options.failOnDrift && report.dataset?.drifted) {
        throw new NegativeResult('The data has drifted.');
      }
    });

  drift
    .command('list')
    .description('list drift reports, newest first')
    .action(async () => {
      const { client, show } = open();
      const page = await client.call(driftApi.listDriftReports, {});
      show(page, () =>
        table(
          ['id', 'status', 'outcome', 'share', 'created'],
          page.items.map((report) => [
            report.id,
            report.status,
            driftOutcomeOf(report)?.replaceAll('_', ' '),
            report.dataset?.share.toFixed(3),
            report.createdAt,
          ]),
        ),
      );
    });
}

function requestFrom({ dataset, model, reference, current }: ReportOptions): ReportRequest {
  if (dataset === undefined && model === undefined) {
    throw new UsageError('Give --dataset or --model.');
  }
  if (model !== undefined && reference !== undefined) {
    throw new UsageError('With --model the reference is its training data: leave --reference out.');
  }
  const side = (version: number | undefined) =>
    dataset === undefined ? undefined : { dataset, ...(version === undefined ? {} : { version }) };
  if (model !== undefined) {
    const rows = side(current);
    return { model, ...(rows ? { current: rows } : {}) };
  }
  return {
    ...(dataset === undefined ? {} : { dataset }),
    ...(reference === undefined ? {} : { reference: side(reference) }),
    ...(current === undefined ? {} : { current: side(current) }),
  };
}

async function untilMade(client: Client, id: string): Promise<DriftReportBody> {
  for (;;) {
    const report = await client.call(driftApi.getDriftReport, { params: { id } });
    if (report.status !== 'running') return report;
    await wait(500);
  }
}

function describeReport(report: DriftReportBody): string {
  const about = facts([
    ['report', report.id],
    ['status', report.status],
    ['outcome', driftOutcomeOf(report)?.replaceAll('_', ' ')],
    ['share', report.dataset?.share.toFixed(3)],
    [
      'retraining',
      report.retraining && `${report.retraining.decision}: ${report.retraining.reason}`,
    ],
  ]);
  if (report.metrics.length === 0) return about;
  const number = (value: number | undefined): Cell =>
    value === undefined ? undefined : Number(value.toPrecision(4));
  const columns = table(
    ['column', 'verdict', 'score', 'threshold', 'why'],
    report.metrics.map((column) => [
      column.column,
      column.verdict,
      number(column.score),
      number(column.threshold),
      column.reason,
    ]),
  );
  return `${about}\n\n${columns}`;
}
