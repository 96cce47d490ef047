/**
 * First and second derivative of a row's loss as one number: both rounded to whole numbers, the first times 2 ** 26, plus
 * the second. Sums over all rows are exact, so that one addition serves for both and no order of adding matters. After Shi
 * et al., "Quantized Training of Gradient Boosting Decision Trees" (2022).
 */
export const radix = 2 ** 26;

/** Of so many levels rounding leaves nothing out that would be missed. */
const manyLevels = 512;

/** Levels that a derivative is rounded to, so that no sum over this many rows overflows. */
export function levelsFor(rows: number): number {
  return Math.max(1, Math.min(2 ** 15, Math.floor((radix - 1) / (rows + 1)) - 1));
}

/** How derivatives become whole numbers. */
export interface PackingScales {
  readonly firstScale: number;
  readonly secondScale: number;
  /** Whether what rounding leaves out is dealt out among the rows, instead of being lost. */
  readonly dithered: boolean;
}

export function packingScales(
  rows: number,
  scales: Pick<PackingScales, 'firstScale' | 'secondScale'>,
): PackingScales {
  return { ...scales, dithered: levelsFor(rows) < manyLevels };
}

/** Both derivatives of a row as one number. */
export function pack(
  first: number,
  second: number,
  row: number,
  { firstScale, secondScale, dithered }: PackingScales,
): number {
  const offset = dithered ? offsetOf(row) : 0.5;
  return (
    Math.floor(first * firstScale + offset) * radix +
    // A row that weighs at all keeps something to be counted by.
    Math.max(1, Math.floor(second * secondScale + offset))
  );
}

/** The golden ratio's part behind the point: its multiples spread evenly. */
export const turn = 0.618033988749895;

/** Between 0 and 1, evenly spread along the rows. */
function offsetOf(row: number): number {
  const turned = row * turn;
  return turned - Math.floor(turned);
}

export function firstOf(sum: number): number {
  return Math.floor(sum / radix);
}

export function secondOf(sum: number): number {
  return sum - Math.floor(sum / radix) * radix;
}
