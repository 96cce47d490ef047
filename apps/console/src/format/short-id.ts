/** The end of an id: ids begin with the time, and those of one minute alike (RFC 9562, UUID version 7). */
export function shortId(id: string): string {
  return id.slice(-8);
}
