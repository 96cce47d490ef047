/**
 * Turns a query's parameter into what PostgreSQL's own client would send, so that a query which would fail there
 * fails here too: a list is an array of the database, not JSON.
 */
export function toParameter(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return arrayLiteral(value);
  if (value instanceof Date || value instanceof Uint8Array || value === null) return value;
  if (typeof value === 'object') return JSON.stringify(value);
  return value;
}

function arrayLiteral(values: readonly unknown[]): string {
  return `{${values.map(element).join(',')}}`;
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return arrayLiteral(value);
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`;
  return quoted(value instanceof Date ? value.toISOString() : text(value));
}

function text(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
