/** Marks rows: 1 at each of them. Rows past the last of them are not marked. */
export function rowMask(rows: Uint32Array): Uint8Array {
  let last = -1;
  for (const row of rows) if (row > last) last = row;
  const mask = new Uint8Array(last + 1);
  for (const row of rows) mask[row] = 1;
  return mask;
}
