import type { CategoricalColumn, NumericColumn } from '../frame.js';
import { isMissingText } from './missing-text.js';
import { parseNumber, spellsFraction } from './parse-number.js';

const booleans: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['True', 'true'],
  ['TRUE', 'true'],
  ['false', 'false'],
  ['False', 'false'],
  ['FALSE', 'false'],
]);

/**
 * Gathers one column, as numbers for as long as every value is one. A column that turns out to be text after numbers
 * were seen must be read a second time: their spelling was not kept.
 */
export class ColumnBuilder {
  readonly #bytes: Buffer;
  #rows = 0;
  #capacity: number;
  #numbers: Float64Array | undefined;
  #codes: Int32Array | undefined;
  readonly #categories = new Map<string, number>();
  #numbersSeen = false;
  #fractions = false;
  #lostText = false;

  constructor(bytes: Uint8Array, capacity: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#capacity = Math.max(16, capacity);
    this.#numbers = new Float64Array(this.#capacity);
  }

  /** Text, of which earlier values are missing here because they were read as numbers. */
  get lostText(): boolean {
    return this.#lostText;
  }

  /** Reads the column as text from the first row on. */
  restartAsText(): void {
    this.#rows = 0;
    this.#lostText = false;
    this.#numbers = undefined;
    this.#codes = new Int32Array(this.#capacity);
    this.#categories.clear();
  }

  addField(start: number, end: number): void {
    if (this.#rows === this.#capacity) this.#grow();
    if (start === end) this.#addMissing();
    else if (this.#numbers) this.#addNumber(this.#numbers, start, end);
    else this.addText(this.#bytes.toString('latin1', start, end));
  }

  /** @param text one character a byte */
  addText(text: string): void {
    if (this.#rows === this.#capacity) this.#grow();
    if (isMissingText(text)) {
      this.#addMissing();
      return;
    }
    const codes = this.#codes ?? this.#becomeText();
    let code = this.#categories.get(text);
    if (code === undefined) {
      code = this.#categories.size;
      this.#categories.set(text, code);
    }
    codes[this.#rows++] = code;
  }

  #addNumber(numbers: Float64Array, start: number, end: number): void {
    const value = parseNumber(this.#bytes, start, end);
    if (Number.isNaN(value)) {
      this.addText(this.#bytes.toString('latin1', start, end));
      return;
    }
    numbers[this.#rows++] = value;
    this.#numbersSeen = true;
    if (!this.#fractions) this.#fractions = spellsFraction(this.#bytes, start, end);
  }

  #addMissing(): void {
    if (this.#numbers) this.#numbers[this.#rows++] = Number.NaN;
    else if (this.#codes) this.#codes[this.#rows++] = -1;
  }

  #becomeText(): Int32Array {
    this.#lostText = this.#numbersSeen;
    this.#numbers = undefined;
    this.#codes = new Int32Array(this.#capacity).fill(-1, 0, this.#rows);
    return this.#codes;
  }

  #grow(): void {
    this.#capacity *= 2;
    if (this.#numbers) {
      const larger = new Float64Array(this.#capacity);
      larger.set(this.#numbers);
      this.#numbers = larger;
    } else if (this.#codes) {
      const larger = new Int32Array(this.#capacity);
      larger.set(this.#codes);
      this.#codes = larger;
    }
  }

  /** The distinct texts, one character a byte, in order of first appearance; none when the column is numeric. */
  get byteCategories(): string[] {
    return [...this.#categories.keys()];
  }

  /** @param categories `byteCategories`, decoded */
  build(name: string, categories: readonly string[]): NumericColumn | CategoricalColumn {
    if (this.#numbers) {
      const type = this.#numbersSeen && !this.#fractions ? 'integer' : 'number';
      return { kind: 'numeric', name, type, values: this.#numbers.slice(0, this.#rows) };
    }
    const codes = (this.#codes ?? new Int32Array()).slice(0, this.#rows);
    return categories.every((category) => booleans.has(category))
      ? booleanColumn(name, codes, categories)
      : { kind: 'categorical', name, type: 'string', codes, categories };
  }
}

/** The spellings of true and false become one each. */
function booleanColumn(
  name: string,
  codes: Int32Array,
  spellings: readonly string[],
): CategoricalColumn {
  const categories = [...new Set(spellings.map((spelling) => booleans.get(spelling) ?? spelling))];
  const codeOf = spellings.map((spelling) => categories.indexOf(booleans.get(spelling) ?? ''));
  return {
    kind: 'categorical',
    name,
    type: 'boolean',
    codes: codes.map((code) => (code < 0 ? -1 : (codeOf[code] ?? -1))),
    categories,
  };
}
