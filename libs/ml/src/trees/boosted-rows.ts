/** Sum of the packed derivatives of rows in the order. @param offset where those of the output begin */
export function sumRows(
  order: Int32Array,
  start: number,
  end: number,
  derivatives: Float64Array,
  offset: number,
): number {
  let sum = 0;
  for (let index = start; index < end; index++) {
    sum += derivatives[offset + (order[index] ?? 0)] ?? 0;
  }
  return sum;
}

/** Adds a leaf's value to the raw scores of its rows. */
export function addTo(
  raw: Float64Array,
  outputs: number,
  output: number,
  order: Int32Array,
  start: number,
  end: number,
  value: number,
): void {
  for (let index = start; index < end; index++) {
    const at = (order[index] ?? 0) * outputs + output;
    raw[at] = (raw[at] ?? 0) + value;
  }
}
