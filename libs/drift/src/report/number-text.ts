/** A share as a percentage, with as many digits as tell something. */
export function percent(share: number): string {
  const value = share * 100;
  const digits = value === 0 || value >= 10 ? 0 : value >= 1 ? 1 : 2;
  return `${value.toFixed(digits)} %`;
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
