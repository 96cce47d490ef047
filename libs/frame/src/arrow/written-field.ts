/** A column that is written: `dictionary` sends its texts ahead and their places in each row, `utf8` the texts. */
export interface WrittenField {
  readonly name: string;
  readonly type: 'int64' | 'float64' | 'bool' | 'utf8' | 'dictionary';
}
