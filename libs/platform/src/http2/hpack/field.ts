/** A header field. Text stands for bytes: one character each, as in ISO 8859-1. */
export class Field {
  readonly name: string;
  readonly value: string;
  /** What the field is to a request, kept by whoever has found it out: fields of a table come again and again. */
  role = 0;

  constructor(name: string, value: string) {
    this.name = name;
    this.value = value;
  }

  /** RFC 7541, section 4.1. */
  get size(): number {
    return this.name.length + this.value.length + 32;
  }
}
