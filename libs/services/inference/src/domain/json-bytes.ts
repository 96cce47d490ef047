/**
 * Reads JSON (RFC 8259) from the bytes of a body, for shapes that are known beforehand. Every method gives up with a
 * falsy answer or NaN where the bytes are not what it reads; the caller then leaves the body to the general way.
 */
export class JsonBytes {
  readonly bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Moves over one character of ASCII, and white space ahead of it. */
  take(code: number): boolean {
    const { bytes } = this;
    let at = this.at;
    while (isSpace(bytes[at])) at++;
    if (bytes[at] !== code) return false;
    this.at = at + 1;
    return true;
  }

  /** Moves over these bytes, and white space ahead of them. */
  takeBytes(expected: Uint8Array): boolean {
    const { bytes } = this;
    let at = this.at;
    while (isSpace(bytes[at])) at++;
    for (let index = 0; index < expected.length; index++) {
      if (bytes[at + index] !== expected[index]) return false;
    }
    this.at = at + expected.length;
    return true;
  }

  /** Whether nothing but white space is left. */
  atEnd(): boolean {
    const { bytes } = this;
    let at = this.at;
    while (isSpace(bytes[at])) at++;
    return at === bytes.length;
  }

  /** A finite number; NaN where there is none. */
  number(): number {
    const { bytes } = this;
    let at = this.at;
    while (isSpace(bytes[at])) at++;
    const start = at;
    const negative = bytes[at] === minus;
    if (negative) at++;
    // Of the digits the first 15, which a double holds exactly, and what is behind them.
    let mantissa = 0;
    let tail = 0;
    let tailDigits = 0;
    const first = at;
    let code = bytes[at] ?? 0;
    while (code >= zero && code <= nine) {
      if (mantissa < mostHead) mantissa = mantissa * 10 + (code - zero);
      else {
        tail = tail * 10 + (code - zero);
        tailDigits++;
      }
      code = bytes[++at] ?? 0;
    }
    const whole = at - first;
    if (whole === 0 || (whole > 1 && bytes[first] === zero)) return Number.NaN;
    let fraction = 0;
    if (code === point) {
      code = bytes[++at] ?? 0;
      const from = at;
      while (code >= zero && code <= nine) {
        if (mantissa < mostHead) mantissa = mantissa * 10 + (code - zero);
        else {
          tail = tail * 10 + (code - zero);
          tailDigits++;
        }
        code = bytes[++at] ?? 0;
      }
      fraction = at - from;
      if (fraction === 0) return Number.NaN;
    }
    let exponent = false;
    if (code === lowerE || code === upperE) {
      exponent = true;
      code = bytes[++at] ?? 0;
      if (code === plus || code === minus) code = bytes[++at] ?? 0;
      const from = at;
      while (code >= zero && code <= nine) code = bytes[++at] ?? 0;
      if (at === from) return Number.NaN;
    }
    this.at = at;
    if (!exponent && fraction < powers.length && tailDigits <= mostTailDigits) {
      // Whole numbers and powers of ten that are exact make an exact quotient's nearest double in one division (Clinger,
      // "How to read floating point numbers accurately", 1990).
      const value =
        tailDigits === 0
          ? mantissa / (powers[fraction] ?? 1)
          : longQuotient(mantissa, tail, powers[tailDigits] ?? 1, powers[fraction] ?? 1);
      if (value === value) return negative ? -value : value;
    }
    const value = Number(bytes.toString('latin1', start, at));
    return Number.isFinite(value) ? value : Number.NaN;
  }

  /** A text without escapes; `undefined` for any other. */
  text(): string | undefined {
    const { bytes } = this;
    let at = this.at;
    while (isSpace(bytes[at])) at++;
    if (bytes[at] !== quote) return undefined;
    const start = ++at;
    for (let code = bytes[at]; code !== quote; code = bytes[++at]) {
      // Escapes, control characters, and the end of the body.
      if (code === undefined || code === backslash || code < 0x20) return undefined;
    }
    this.at = at + 1;
    return bytes.toString('utf8', start, at);
  }
}

const zero = 0x30;
const nine = 0x39;
const minus = 0x2d;
const plus = 0x2b;
const point = 0x2e;
const lowerE = 0x65;
const upperE = 0x45;
const quote = 0x22;
const backslash = 0x5c;

/** A head below it takes one digit more. */
const mostHead = 1e14;
/** Digits behind the first 15: up to 19 are read here, and doubles are written with 17 at most. */
const mostTailDigits = 4;

/** Powers of ten that doubles hold exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The double nearest to `(head * scale + tail) / divisor`; NaN where it cannot be told from its neighbour. All are whole
 * numbers that doubles hold exactly. The quotient is that of the product's leading part and a correction for all that was
 * left out, both from exact products (Dekker, "A floating-point technique for extending the available precision", 1971);
 * rounding is sure when it comes out the same for any correction within its error.
 */
function longQuotient(head: number, tail: number, scale: number, divisor: number): number {
  const product = head * scale;
  const rest = productError(head, scale, product) + tail;
  const quotient = product / divisor;
  const back = quotient * divisor;
  const left = product - back - productError(quotient, divisor, back);
  const correction = (left + rest) / divisor;
  const error = Math.abs(correction) * 2 ** -49;
  const value = quotient + (correction - error);
  return value === quotient + (correction + error) ? value : Number.NaN;
}

/** What `a * b` is more than its nearest double `product`. */
function productError(a: number, b: number, product: number): number {
  const aShifted = a * splitter;
  const aHigh = aShifted - (aShifted - a);
  const aLow = a - aHigh;
  const bShifted = b * splitter;
  const bHigh = bShifted - (bShifted - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** Divides the 53 bits of a double into two halves. */
const splitter = 2 ** 27 + 1;

function isSpace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The bytes of a text as JSON has it between quotes; `undefined` when it can be written in more than one way. */
export function plainJsonBytes(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'utf8');
  const plain = JSON.stringify(text) === `"${text}"` && bytes.toString('utf8') === text;
  return plain ? bytes : undefined;
}

export const json = {
  openObject: 0x7b,
  closeObject: 0x7d,
  openList: 0x5b,
  closeList: 0x5d,
  comma: 0x2c,
  colon: 0x3a,
  quote,
} as const;
