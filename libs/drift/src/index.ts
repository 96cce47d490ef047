export { compareFrames } from './report/compare-frames.js';
export { renderReportHtml, type ReportHeading } from './report/render-html.js';
export type {
  CategoricalHistogram,
  ColumnDrift,
  ColumnHistogram,
  ColumnVerdict,
  CompareOptions,
  DatasetDrift,
  DriftReport,
  MissingSignal,
  NewCategorySignal,
  NumericHistogram,
  ReportTest,
  ReportTestStatus,
} from './report/drift-report.js';
export { driftTestNamed, driftTests } from './tests/catalogue.js';
export { defaultTest } from './tests/default-test.js';
export type { DriftOutcome, DriftTest, ScoreKind } from './tests/drift-test.js';
export {
  sampleOf,
  type CategoricalSample,
  type NumericSample,
  type Sample,
} from './tests/sample.js';
