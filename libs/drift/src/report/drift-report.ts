/** What was found about one column. */
export type ColumnVerdict =
  | 'drifted'
  | 'stable'
  | 'insufficient_data'
  | 'type_mismatch'
  | 'missing_column'
  | 'new_column'
  | 'not_tested';

/** Shares a bin, both sides over the same bins; the first and the last bin are open outwards. */
export interface NumericHistogram {
  readonly kind: 'numeric';
  /** One more than bins, ascending, fitted on the reference. */
  readonly edges: readonly number[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Shares a category, the most frequent of the reference first; the rest may be gathered in a last one. */
export interface CategoricalHistogram {
  readonly kind: 'categorical';
  readonly labels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

export type ColumnHistogram = NumericHistogram | CategoricalHistogram;

/** Missing values, a signal of its own beside the distribution of what is there. */
export interface MissingSignal {
  /** Shares of missing values in [0, 1]. */
  readonly reference: number;
  readonly current: number;
  readonly pValue: number;
  /** Least change of the share that counts. */
  readonly threshold: number;
  readonly drifted: boolean;
}

/** Categories the reference never had, a signal of its own. */
export interface NewCategorySignal {
  /** Share of the current values, in [0, 1]. */
  readonly share: number;
  /** The most frequent of them, at most ten. */
  readonly categories: readonly string[];
  readonly threshold: number;
  readonly drifted: boolean;
}

export interface ColumnDrift {
  readonly column: string;
  /** What the model says, where the others are what it is told. */
  readonly role?: 'prediction';
  readonly type: string;
  readonly verdict: ColumnVerdict;
  /** Why, in a sentence. */
  readonly reason: string;
  /** How far over the line, 1 at the threshold; 0 when nothing was measured. */
  readonly severity: number;
  readonly rows: { readonly reference: number; readonly current: number };
  readonly test?: string;
  readonly testTitle?: string;
  readonly scoreKind?: 'p_value' | 'distance';
  /** What the threshold is compared with: a distance, or the p-value corrected for the number of columns. */
  readonly score?: number;
  readonly threshold?: number;
  /** How far the score alone is over its threshold, 1 at the threshold. */
  readonly scoreSeverity?: number;
  /** As the test gave it, before the correction. */
  readonly pValue?: number;
  readonly statistic?: number;
  readonly effectSize?: number;
  /** Whether the distribution itself drifted; absent when it was not tested. */
  readonly distributionDrifted?: boolean;
  readonly missing?: MissingSignal;
  readonly newCategories?: NewCategorySignal;
  readonly histogram?: ColumnHistogram;
}

export type ReportTestStatus = 'SUCCESS' | 'FAIL' | 'WARNING' | 'ERROR' | 'SKIPPED';

export interface ReportTest {
  readonly name: string;
  readonly status: ReportTestStatus;
  readonly description: string;
}

export interface DatasetDrift {
  readonly drifted: boolean;
  /** Drifted among tested columns, in [0, 1]; 0 when none could be tested. */
  readonly share: number;
  /** The share from which on the dataset counts as drifted. */
  readonly driftShare: number;
  readonly driftedColumns: number;
  readonly testedColumns: number;
  readonly columns: number;
}

/** Plain JSON: no NaN, no infinity, no absent value written as null. */
export interface DriftReport {
  readonly dataset: DatasetDrift;
  /** One a column: the prediction, then the worst first. */
  readonly metrics: readonly ColumnDrift[];
  readonly tests: readonly ReportTest[];
}

export interface CompareOptions {
  /** The column that holds what the model says: it is compared like any other, with as many values as it has. */
  readonly prediction?: string;
  /** Columns that are not part of the comparison at all. */
  readonly exclude?: readonly string[];
  /** Thresholds of single columns; they precede those of tests. */
  readonly thresholds?: Readonly<Record<string, number>>;
  /** Thresholds of tests by name (`ks`, `wasserstein`, …), also `missing_share` and `new_category_share`. */
  readonly testThresholds?: Readonly<Record<string, number>>;
  /** Tests of single columns by name, in place of the default one. */
  readonly columnTests?: Readonly<Record<string, string>>;
  /** Share of drifted columns from which on the dataset counts as drifted, default 0.5. */
  readonly driftShare?: number;
  /** Fewest values on either side for a verdict, default 30. */
  readonly minimumRows?: number;
}
