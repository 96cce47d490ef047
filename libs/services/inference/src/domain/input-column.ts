/** An input of the signature as requests are read against it. */
export interface InputColumn {
  readonly name: string;
  readonly numeric: boolean;
  /** Index of each category; empty for numbers. */
  readonly codes: ReadonlyMap<string, number>;
}
