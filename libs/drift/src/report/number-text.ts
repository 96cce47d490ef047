/** A share as a percentage, with as many digits as tell something. */
export function percent(share: number): string {
  const value = share * 100;
  const fromEnd = Math.min(value, 100 - value);
  const digits = fromEnd <= 0 || fromEnd >= 10 ? 0 : fromEnd >= 1 ? 1 : 2;
  // A no-break space keeps the sign with its number.
  return `${value.toFixed(digits)}\u00a0%`;
}

/** A number in a few significant digits. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (value === 0) {
    return '0';
  }
  if (size < 1e-3 || size >= 1e7) {
    return value.toExponential(1);
  }
  return String(Number(value.toPrecision(size >= 1000 ? 6 : 3)));
}
