import type { FeatureValue } from './feature-value.js';
import type { PredictionRecord, RecordHeading } from './prediction-record.js';

/** One answered row, as it is kept. */
export interface LoggedPrediction {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly model: string;
  readonly version: number;
  readonly features: Readonly<Record<string, FeatureValue>>;
  /** The class; of a regression the number. */
  readonly prediction: string | number;
  /** A regression has none. */
  readonly probabilities?: Readonly<Record<string, number>>;
}

export function decodeLogLine(line: string): LoggedPrediction {
  return JSON.parse(line) as LoggedPrediction;
}

/** A member of an object in a line: its key with the colon, and the column its value is in. */
interface Member {
  readonly key: string;
  readonly column: number;
}

/** Writes lines for the records of one heading; what they have in common is put into JSON once. */
export class LogLineWriter {
  /** In the order of their objects. */
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly #about: string;
  readonly #members: readonly Member[];
  /** Of each input the JSON of its categories; `undefined` for numbers. */
  readonly #categories: readonly (readonly string[] | undefined)[];
  readonly #shares: readonly Member[];
  readonly #labels: readonly string[];

  constructor({ model, version, inputs, classes }: RecordHeading) {
    this.#about = `,"model":${JSON.stringify(model)},"version":${version},"features":{`;
    this.#members = membersOf(inputs.map(({ name }) => name));
    this.#categories = inputs.map(({ categories }) =>
      categories?.map((text) => JSON.stringify(text)),
    );
    this.#shares = membersOf(classes);
    this.#labels = classes.map((label) => JSON.stringify(label));
    this.features = this.#members.map(({ column }) => inputs[column]?.name ?? '');
    this.classes = this.#shares.map(({ column }) => classes[column] ?? '');
  }

  /** A line for each row, each with its line feed. */
  *linesOf(record: PredictionRecord): Generator<string> {
    const time = `","at":"${new Date(record.at).toISOString()}"`;
    for (let row = 0; row < record.table.rows; row++) {
      const features = this.#featuresOf(record, row);
      const said = this.#saidOf(record, row);
      yield `{"id":"${idOfRow(record.id, row)}${time}${this.#about}${features}},${said}}\n`;
    }
  }

  #featuresOf({ table }: PredictionRecord, row: number): string {
    let text = '';
    for (const { key, column } of this.#members) {
      const at = row * table.columns + column;
      const value = table.values[at] ?? Number.NaN;
      text += key;
      const categories = this.#categories[column];
      if (value === value) text += categories ? (categories[value] ?? 'null') : String(value);
      else text += categories ? JSON.stringify(table.strangers.get(at) ?? null) : 'null';
    }
    return text;
  }

  #saidOf({ classes, outputs }: PredictionRecord, row: number): string {
    if (classes.length === 0) return `"prediction":${numberOf(outputs[row])}`;
    let shares = '';
    for (const { key, column } of this.#shares) {
      shares += key + numberOf(outputs[row * this.#labels.length + column]);
    }
    return `"prediction":${this.#labels[classes[row] ?? -1] ?? '""'},"probabilities":{${shares}}`;
  }
}

/** The members of an object with these keys, in the order that JavaScript gives them: whole numbers go first. */
function membersOf(names: readonly string[]): Member[] {
  const columns = Object.fromEntries(names.map((name, column) => [name, column]));
  return Object.entries(columns).map(([name, column], index) => ({
    key: `${index === 0 ? '' : ','}${JSON.stringify(name)}:`,
    column,
  }));
}

function numberOf(value: number | undefined): string {
  return value !== undefined && Number.isFinite(value) ? String(value) : 'null';
}

/** Counts up the last 48 bits, which are random. */
function idOfRow(id: string, row: number): string {
  if (row === 0) return id;
  const last = (parseInt(id.slice(24), 16) + row) % 2 ** 48;
  return id.slice(0, 24) + last.toString(16).padStart(12, '0');
}
