/** Row numbers of each class, ascending; rows with a negative code belong to none. */
export function rowsByClass(
  codes: Int32Array,
  among: Iterable<number> = codes.keys(),
): Uint32Array[] {
  const groups: number[][] = [];
  for (const row of among) {
    const code = codes[row] ?? -1;
    if (code < 0) continue;
    (groups[code] ??= []).push(row);
  }
  return Array.from(groups, (rows) => Uint32Array.from(rows ?? []));
}
