const counts = new Intl.NumberFormat('en-US');
const significant = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** 12345 → `12,345`. */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** A metric with three decimals, so that a column of them lines up; `–` for none. */
export function formatMetric(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(3);
}

/** A share between 0 and 1 as percent: 0.1234 → `12.3%`. */
export function formatShare(value: number): string {
  return `${(value * 100).toFixed(1)}%`;
}

/** Any number in at most four significant digits: 0.000012345 → `1.235e-5`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(3).replace('e+', 'e');
  if (Number.isInteger(value)) return counts.format(value);
  return significant.format(value);
}

/** 2048 → `2.0 KiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ''}`;
}
