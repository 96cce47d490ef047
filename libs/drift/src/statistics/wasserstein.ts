/**
 * Wasserstein-1 distance of two non-empty ascending samples, in the unit of the values: the area between their
 * empirical distribution functions.
 */
export function wasserstein(reference: Float64Array, current: Float64Array): number {
  const n1 = reference.length;
  const n2 = current.length;
  if (n1 === 0 || n2 === 0) {
    return 0;
  }
  let i = 0;
  let j = 0;
  let area = 0;
  let previous = Math.min(reference[0] as number, current[0] as number);
  while (i < n1 || j < n2) {
    const left = i < n1 ? (reference[i] as number) : Number.POSITIVE_INFINITY;
    const right = j < n2 ? (current[j] as number) : Number.POSITIVE_INFINITY;
    const value = Math.min(left, right);
    area += Math.abs(i / n1 - j / n2) * (value - previous);
    previous = value;
    while (i < n1 && (reference[i] as number) === value) {
      i++;
    }
    while (j < n2 && (current[j] as number) === value) {
      j++;
    }
  }
  return area;
}

/** Standard deviation with divisor n; 0 for an empty sample. */
export function populationDeviation(values: Float64Array): number {
  const n = values.length;
  if (n === 0) {
    return 0;
  }
  let mean = 0;
  values.forEach((value, index) => {
    mean += (value - mean) / (index + 1);
  });
  let squares = 0;
  for (const value of values) {
    squares += (value - mean) ** 2;
  }
  return Math.sqrt(squares / n);
}

/**
 * Wasserstein distance in standard deviations of the reference. A constant reference has none: the pooled range takes
 * its place then, so that the score is the share of the mass that moved, weighted by how far. Samples ascending.
 */
export function normedWasserstein(reference: Float64Array, current: Float64Array): number {
  const distance = wasserstein(reference, current);
  if (distance === 0) {
    return 0;
  }
  const low = Math.min(reference[0] as number, current[0] as number);
  const high = Math.max(reference.at(-1) as number, current.at(-1) as number);
  const constant = reference[0] === reference.at(-1);
  const scale = constant ? high - low : populationDeviation(reference);
  return scale > 0 ? distance / scale : 0;
}
