import { staticTable } from './static-table.js';

const wholeFields = new Map(staticTable.map((field, at) => [`${field.name}:${field.value}`, at]));
const names = new Map(staticTable.map(({ name }, at) => [name, at] as const).reverse());

/**
 * A header block that changes no table and refers to none but the static one: it means the same on every connection, so
 * that a block that is sent often is made once.
 * @param fields names in lower case; text stands for bytes, one character each
 */
export function encodeFields(fields: readonly (readonly [name: string, value: string])[]): Buffer {
  const bytes: number[] = [];
  for (const [name, value] of fields) {
    const whole = wholeFields.get(`${name}:${value}`);
    if (whole !== undefined && value !== '') {
      number(bytes, 0x80, 7, whole + 1);
      continue;
    }
    const known = names.get(name);
    number(bytes, 0, 4, known === undefined ? 0 : known + 1);
    if (known === undefined) text(bytes, name);
    text(bytes, value);
  }
  return Buffer.from(bytes);
}

/** RFC 7541, section 5.1. */
function number(bytes: number[], pattern: number, bits: number, value: number): void {
  const mask = 2 ** bits - 1;
  if (value < mask) {
    bytes.push(pattern | value);
    return;
  }
  bytes.push(pattern | mask);
  let rest = value - mask;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}

function text(bytes: number[], value: string): void {
  number(bytes, 0, 7, value.length);
  for (let at = 0; at < value.length; at++) bytes.push(value.charCodeAt(at) & 0xff);
}
