/**
 * The answers of one fold as bytes: an array of which only the places of that fold's rows are not 0. Little-endian: its
 * length, how many places follow, the places (32 bits each), and the numbers there.
 */
export function encodeSparse(answers: Float32Array): Uint8Array {
  let count = 0;
  for (const answer of answers) if (answer !== 0) count++;
  const bytes = new Uint8Array(8 + 8 * count);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, answers.length, true);
  view.setUint32(4, count, true);
  let at = 8;
  answers.forEach((answer, place) => {
    if (answer === 0) return;
    view.setUint32(at, place, true);
    view.setFloat32(at + 4 * count, answer, true);
    at += 4;
  });
  return bytes;
}

/** Puts the answers of several folds into one array. @throws RangeError for bytes that are no such answers */
export function joinSparse(folds: readonly Uint8Array[]): Float32Array {
  const views = folds.map(
    ({ buffer, byteOffset, byteLength }) => new DataView(buffer, byteOffset, byteLength),
  );
  const joined = new Float32Array(views[0]?.getUint32(0, true) ?? 0);
  for (const view of views) {
    const count = view.getUint32(4, true);
    if (view.getUint32(0, true) !== joined.length || view.byteLength !== 8 + 8 * count) {
      throw new RangeError('These are no answers of folds of the same rows.');
    }
    for (let at = 8; at < 8 + 4 * count; at += 4) {
      const place = view.getUint32(at, true);
      if (place >= joined.length) throw new RangeError('An answer lies outside of the rows.');
      joined[place] = view.getFloat32(at + 4 * count, true);
    }
  }
  return joined;
}
