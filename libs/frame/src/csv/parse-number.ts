const zero = 48;
const plus = 43;
const minus = 45;
const point = 46;

/** Powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The number that `bytes[start, end)` spells in decimal, or NaN when it spells none. Text that a number would not give
 * back is none either: leading zeros (a postal code) and whole numbers past 2^53 (an identifier).
 *
 * A mantissa up to 2^53 scaled by a power of ten up to 10^22 is exact in both steps, so one rounding gives the nearest
 * double (Clinger 1990, "How to read floating point numbers accurately"); all else goes through `Number`.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let sign = 1;
  const first = bytes[at];
  if (first === minus || first === plus) {
    if (first === minus) sign = -1;
    at++;
  }
  if (at >= end) return Number.NaN;
  if (bytes[at] === zero && at + 1 < end && isDigit(bytes[at + 1])) return Number.NaN;

  let mantissa = 0;
  let digits = 0;
  let significant = 0;
  let fraction = 0;
  let pointSeen = false;
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      if (significant > 0 || digit > 0) significant++;
      if (pointSeen) fraction++;
    } else if (bytes[at] === point && !pointSeen) {
      pointSeen = true;
    } else break;
  }
  if (digits === 0) return infinityIn(bytes, at, end, sign);

  let exponent = 0;
  const whole = !pointSeen && at === end;
  if (at < end) {
    // The only thing that may follow the digits is an exponent.
    if (((bytes[at] ?? 0) | 32) !== 101) return Number.NaN;
    at++;
    let exponentSign = 1;
    if (bytes[at] === minus || bytes[at] === plus) {
      if (bytes[at] === minus) exponentSign = -1;
      at++;
    }
    if (at >= end) return Number.NaN;
    for (; at < end; at++) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit < 0 || digit > 9) return Number.NaN;
      if (exponent < 10_000) exponent = exponent * 10 + digit;
    }
    exponent *= exponentSign;
  }
  if (significant <= 15) {
    const scale = exponent - fraction;
    if (scale === 0) return sign * mantissa;
    if (scale < 0 && scale >= -22) return (sign * mantissa) / (powers[-scale] ?? 1);
    if (scale > 0 && scale <= 22 && mantissa * (powers[scale] ?? 1) <= Number.MAX_SAFE_INTEGER) {
      return sign * mantissa * (powers[scale] ?? 1);
    }
  }
  const exact = Number(text(bytes, start, end));
  return whole && !Number.isSafeInteger(exact) ? Number.NaN : exact;
}

/** Whether the text of a number has a point or an exponent, and so speaks of no whole number. */
export function spellsFraction(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== minus && byte !== plus && !isDigit(byte)) return true;
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= 57;
}

function infinityIn(bytes: Uint8Array, at: number, end: number, sign: number): number {
  const length = end - at;
  if (length !== 3 && length !== 8) return Number.NaN;
  const word = text(bytes, at, end).toLowerCase();
  return word === 'inf' || word === 'infinity' ? sign * Number.POSITIVE_INFINITY : Number.NaN;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
