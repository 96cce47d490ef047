/** The type of a column as people see it: `integer` and `number` hold numbers, `boolean` and `string` hold categories. */
export type ColumnType = 'integer' | 'number' | 'boolean' | 'string';

/** Numbers, one a row; NaN is a missing value. Infinities are kept as they came. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  readonly type: 'integer' | 'number';
  readonly values: Float64Array;
}

/** Text, dictionary-encoded: `codes[row]` indexes `categories`, -1 is a missing value. */
export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly name: string;
  readonly type: 'boolean' | 'string';
  readonly codes: Int32Array;
  /** Distinct values in order of first appearance. */
  readonly categories: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

/** A table in columns. All columns have `rowCount` values; names are unique. */
export interface Frame {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}
