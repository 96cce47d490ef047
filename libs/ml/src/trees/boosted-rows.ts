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
