import type { Column } from '@millrace/frame';
import { missingShareChange } from '../statistics/missing-share.js';
import { newCategoryShare } from '../statistics/new-category-share.js';
import { driftTestNamed } from '../tests/catalogue.js';
import { defaultTest } from '../tests/default-test.js';
import { severityOf, type DriftTest } from '../tests/drift-test.js';
import { sampleOf, sizeOf, type Sample } from '../tests/sample.js';
import type {
  ColumnDrift,
  CompareOptions,
  MissingSignal,
  NewCategorySignal,
} from './drift-report.js';
import { histogramOf } from './histogram.js';
import { identifierReason } from './identifier.js';

const defaultMinimumRows = 30;
/** A change of the missing share below this is no drift, however significant. */
const defaultMissingThreshold = 0.05;
const missingSignificance = 0.01;
const defaultNewCategoryThreshold = 0.05;
const mostNewCategories = 10;

/** Signals of one column before the correction for the number of columns; the verdict comes after. */
export interface ColumnMeasurement {
  readonly found: ColumnDrift;
  /** The test whose raw p-value awaits the correction. */
  readonly test?: DriftTest;
}

function usable(threshold: number | undefined): threshold is number {
  return threshold !== undefined && Number.isFinite(threshold) && threshold > 0;
}

function missingSignal(reference: Sample, current: Sample, options: CompareOptions): MissingSignal {
  const chosen = options.testThresholds?.['missing_share'];
  const threshold = usable(chosen) ? chosen : defaultMissingThreshold;
  const change = missingShareChange(reference, current);
  const moved = Math.abs(change.current - change.reference);
  return {
    ...change,
    threshold,
    drifted: moved >= threshold && change.pValue < missingSignificance,
  };
}

function newCategorySignal(
  reference: Sample,
  current: Sample,
  options: CompareOptions,
): NewCategorySignal | undefined {
  if (reference.kind !== 'categorical' || current.kind !== 'categorical') {
    return undefined;
  }
  const chosen = options.testThresholds?.['new_category_share'];
  const threshold = usable(chosen) ? chosen : defaultNewCategoryThreshold;
  const { share, categories } = newCategoryShare(reference.counts, current.counts);
  return {
    share,
    categories: categories.slice(0, mostNewCategories).map((name) => name.slice(0, 100)),
    threshold,
    drifted: share >= threshold,
  };
}

function chosenTest(
  column: string,
  reference: Sample,
  current: Sample,
  options: CompareOptions,
): DriftTest {
  const name = options.columnTests?.[column];
  const test = name === undefined ? undefined : driftTestNamed(name);
  return test?.appliesTo.includes(reference.kind) ? test : defaultTest(reference, current);
}

/** Compares a column that both sides have. */
export function measureColumn(
  reference: Column,
  current: Column,
  options: CompareOptions,
): ColumnMeasurement {
  const column = reference.name;
  const left = sampleOf(reference);
  const right = sampleOf(current);
  const rows = { reference: left.rows, current: right.rows };
  const blank = { column, type: reference.type, rows, severity: 0 };
  const minimum = options.minimumRows ?? defaultMinimumRows;
  const manyRows = left.rows >= minimum && right.rows >= minimum;
  const signal = missingSignal(left, right, options);
  const missing = { ...signal, drifted: signal.drifted && manyRows };

  // A side without a single value may have any type, so it is no mismatch.
  if (left.kind !== right.kind && sizeOf(left) > 0 && sizeOf(right) > 0) {
    const reason = `The reference holds ${reference.type} values, the current data ${current.type} values.`;
    return { found: { ...blank, verdict: 'type_mismatch', reason, missing } };
  }
  const identifier = identifierReason(column, left);
  if (identifier !== undefined) {
    return { found: { ...blank, verdict: 'not_tested', reason: `It ${identifier}.`, missing } };
  }
  if (Math.min(sizeOf(left), sizeOf(right)) < Math.max(1, minimum)) {
    const reason = `Only ${sizeOf(left)} reference and ${sizeOf(right)} current values; ${minimum} are needed on either side.`;
    return { found: { ...blank, verdict: 'insufficient_data', reason, missing } };
  }
  const test = chosenTest(column, left, right, options);
  const own = options.thresholds?.[column];
  const ofTest = options.testThresholds?.[test.name];
  const threshold = usable(own) ? own : usable(ofTest) ? ofTest : test.defaultThreshold;
  const outcome = test.run(left, right, threshold);
  if (!Number.isFinite(outcome.score)) {
    throw new RangeError(`${test.title} gave no finite score`);
  }
  const severity = severityOf(test.scoreKind, outcome.score, threshold);
  const fresh = newCategorySignal(left, right, options);
  return {
    test,
    found: {
      ...blank,
      verdict: outcome.drifted ? 'drifted' : 'stable',
      reason: '',
      severity,
      scoreSeverity: severity,
      test: test.name,
      testTitle: test.title,
      scoreKind: test.scoreKind,
      score: outcome.score,
      threshold,
      ...(outcome.pValue !== undefined && { pValue: outcome.pValue }),
      ...(Number.isFinite(outcome.statistic) && { statistic: outcome.statistic }),
      ...(Number.isFinite(outcome.effectSize) && { effectSize: outcome.effectSize }),
      distributionDrifted: outcome.drifted,
      missing,
      ...(fresh && { newCategories: fresh }),
      histogram: histogramOf(left, right),
    },
  };
}
