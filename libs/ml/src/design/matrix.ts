/** Numbers in rows and columns, row-major. No value is missing or infinite. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}
