import type {
  ColumnDrift,
  ColumnVerdict,
  DatasetDrift,
  ReportTest,
  ReportTestStatus,
} from './drift-report.js';

const statusOfVerdict: Readonly<Record<ColumnVerdict, ReportTestStatus>> = {
  drifted: 'FAIL',
  stable: 'SUCCESS',
  insufficient_data: 'SKIPPED',
  type_mismatch: 'ERROR',
  missing_column: 'ERROR',
  new_column: 'WARNING',
  not_tested: 'SKIPPED',
};

/** The findings as tests with a status each: the dataset's share first, then the columns in the order given. */
export function reportTests(dataset: DatasetDrift, metrics: readonly ColumnDrift[]): ReportTest[] {
  const { driftedColumns, testedColumns, drifted, driftShare } = dataset;
  const share: ReportTest =
    testedColumns === 0
      ? {
          name: 'Share of drifted columns',
          status: 'SKIPPED',
          description: 'No column could be tested.',
        }
      : {
          name: 'Share of drifted columns',
          status: drifted ? 'FAIL' : 'SUCCESS',
          description: `${driftedColumns} of ${testedColumns} tested columns drifted; the dataset counts as drifted from a share of ${driftShare} on.`,
        };
  return [
    share,
    ...metrics.map((metric) => ({
      name: `Drift of column ${metric.column}`,
      status: statusOfVerdict[metric.verdict],
      description: metric.reason,
    })),
  ];
}
