const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const comma = 44;
/** Comma, semicolon, tab, vertical bar; the first wins a tie. */
const candidates = [comma, 59, 9, 124] as const;

/** The delimiter of a file: the one seen most often outside quotes in its first row; a comma when there is none. */
export function detectDelimiter(bytes: Uint8Array): number {
  const counts = new Map<number, number>(candidates.map((candidate) => [candidate, 0]));
  let quoted = false;
  let started = false;
  for (const byte of bytes) {
    if (byte === quote) {
      quoted = !quoted;
      started = true;
    } else if (!quoted) {
      if (byte === lineFeed || byte === carriageReturn) {
        if (started) break;
        continue;
      }
      started = true;
      const count = counts.get(byte);
      if (count !== undefined) counts.set(byte, count + 1);
    }
  }
  let best: number = comma;
  for (const [candidate, count] of counts) if (count > (counts.get(best) ?? 0)) best = candidate;
  return best;
}
