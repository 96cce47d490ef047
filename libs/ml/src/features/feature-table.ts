import type { ColumnType } from '@millrace/frame';

/** A number; a missing or infinite one is NaN in tables. */
export interface NumericFeature {
  readonly kind: 'numeric';
  readonly name: string;
  readonly type: ColumnType;
  /** Whether training rows lacked it. */
  readonly missing: boolean;
}

/** One of few texts; in tables its index among `categories`, and NaN when it is missing, rare or never seen. */
export interface CategoricalFeature {
  readonly kind: 'categorical';
  readonly name: string;
  readonly type: ColumnType;
  /** Whether training rows lacked it. */
  readonly missing: boolean;
  /** The most frequent first. */
  readonly categories: readonly string[];
}

/** What a model takes: plain JSON, learned from the training rows. */
export type Feature = NumericFeature | CategoricalFeature;

/** Rows as every model reads them. */
export interface FeatureTable {
  readonly rows: number;
  /** Number of features. */
  readonly columns: number;
  /** rows x columns, row-major: numbers as they are, categories by index, NaN for what is not known. */
  readonly values: Float64Array;
}
