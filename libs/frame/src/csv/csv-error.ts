/** What is wrong with a file, and where. */
export interface CsvFault {
  /** Line of the file on which the row begins, from 1. */
  readonly line?: number;
  readonly message: string;
}

/** A file that cannot be read as a table; every fault found, the first lines first. */
export class CsvError extends Error {
  readonly faults: readonly CsvFault[];

  constructor(faults: readonly CsvFault[]) {
    const [first] = faults;
    const where = first?.line === undefined ? '' : `line ${first.line}: `;
    super(`${where}${first?.message ?? 'The file is no table.'}`);
    this.name = 'CsvError';
    this.faults = faults;
  }
}
