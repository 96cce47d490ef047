/** `n` values ((i·a + c) mod 10007) / 10007 in [0, 1), each mapped, then ascending: samples anyone can repeat. */
export function sequence(
  n: number,
  a: number,
  c: number,
  map: (value: number) => number = (value) => value,
): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => map(((i * a + c) % 10007) / 10007)).sort();
}
