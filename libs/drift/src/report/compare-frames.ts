import type { Column, Frame } from '@millrace/frame';
import { benjaminiHochberg } from '../statistics/benjamini-hochberg.js';
import { measureColumn, type ColumnMeasurement } from './compare-column.js';
import type { ColumnDrift, ColumnVerdict, CompareOptions, DriftReport } from './drift-report.js';
import { reportTests } from './report-tests.js';
import { settleColumn } from './settle-column.js';

const defaultDriftShare = 0.5;

/** The order of the report: what needs a person first. */
const verdictOrder: readonly ColumnVerdict[] = [
  'drifted',
  'missing_column',
  'type_mismatch',
  'new_column',
  'insufficient_data',
  'stable',
  'not_tested',
];

function oneSided(
  column: Column,
  verdict: 'missing_column' | 'new_column',
  rows: ColumnDrift['rows'],
): ColumnMeasurement {
  const reason =
    verdict === 'missing_column'
      ? 'The current data has no such column.'
      : 'The reference has no such column.';
  return { found: { column: column.name, type: column.type, verdict, reason, severity: 0, rows } };
}

function measureSafely(
  reference: Column,
  current: Column,
  rows: ColumnDrift['rows'],
  options: CompareOptions,
): ColumnMeasurement {
  try {
    return measureColumn(reference, current, options);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const { name, type } = reference;
    const reason = `The comparison failed: ${cause}.`;
    return { found: { column: name, type, verdict: 'not_tested', reason, severity: 0, rows } };
  }
}

/** Benjamini-Hochberg over the columns whose test gave a p-value, in their order; undefined for the others. */
function correctedPValues(measurements: readonly ColumnMeasurement[]): (number | undefined)[] {
  const tested = measurements.flatMap(({ test, found }) =>
    test?.scoreKind === 'p_value' && found.pValue !== undefined ? [found.pValue] : [],
  );
  const adjusted = benjaminiHochberg(tested);
  let next = 0;
  return measurements.map(({ test, found }) =>
    test?.scoreKind === 'p_value' && found.pValue !== undefined ? adjusted[next++] : undefined,
  );
}

/**
 * Compares every column of `current` with the one of the same name in `reference`. Each column has a verdict of its
 * own with a reason, and none can end the report; p-values are corrected for the number of columns; missing values and
 * new categories are signals beside the distribution; identifiers are left out. Neither frame is changed.
 */
export function compareFrames(
  reference: Frame,
  current: Frame,
  options: CompareOptions = {},
): DriftReport {
  const excluded = new Set(options.exclude);
  const driftShare = options.driftShare ?? defaultDriftShare;
  const rows = { reference: reference.rowCount, current: current.rowCount };
  const counterparts = new Map(current.columns.map((column) => [column.name, column]));
  const known = new Set(reference.columns.map((column) => column.name));

  const measurements = [
    ...reference.columns
      .filter((column) => !excluded.has(column.name))
      .map((column) => {
        const counterpart = counterparts.get(column.name);
        return counterpart
          ? measureSafely(column, counterpart, rows, options)
          : oneSided(column, 'missing_column', rows);
      }),
    ...current.columns
      .filter((column) => !excluded.has(column.name) && !known.has(column.name))
      .map((column) => oneSided(column, 'new_column', rows)),
  ];
  const corrected = correctedPValues(measurements);
  const metrics = measurements.map((measurement, index): ColumnDrift => {
    const settled = settleColumn(measurement, corrected[index]);
    return settled.column === options.prediction ? { ...settled, role: 'prediction' } : settled;
  });
  metrics.sort(
    (left, right) =>
      Number(right.role === 'prediction') - Number(left.role === 'prediction') ||
      verdictOrder.indexOf(left.verdict) - verdictOrder.indexOf(right.verdict) ||
      right.severity - left.severity,
  );
  const driftedColumns = metrics.filter(({ verdict }) => verdict === 'drifted').length;
  const testedColumns =
    driftedColumns + metrics.filter(({ verdict }) => verdict === 'stable').length;
  const share = testedColumns === 0 ? 0 : driftedColumns / testedColumns;
  const dataset = {
    drifted: testedColumns > 0 && share >= driftShare,
    share,
    driftShare,
    driftedColumns,
    testedColumns,
    columns: metrics.length,
  };
  return { dataset, metrics, tests: reportTests(dataset, metrics) };
}
