/** The head of a request that is written as nearly every client writes it. */
export interface PlainHead {
  readonly method: string;
  readonly url: string;
  /** By lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of the body behind it. */
  readonly bodyLength: number;
}

const requestLine = /^([A-Z]{3,7}) (\/[\x21-\x7e]*) HTTP\/1\.1$/;
const field =
  /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?[ \t]*$/;

/** They say how a message is to be read, or that the connection becomes something else. */
const changing: ReadonlySet<string> = new Set([
  'transfer-encoding',
  'expect',
  'upgrade',
  'te',
  'trailer',
  'proxy-connection',
  'keep-alive',
]);

/**
 * Reads a head of HTTP/1.1 (RFC 9112) that leaves nothing to be interpreted: a body of a length that is told once, no
 * header twice, none that changes how the message is read. `undefined` for any other, right or wrong.
 * @param text the lines up to the empty one, as Latin-1
 */
export function readPlainHead(text: string): PlainHead | undefined {
  const [first = '', ...lines] = text.split('\r\n');
  const [, method, url] = requestLine.exec(first) ?? [];
  if (method === undefined || url === undefined) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value = ''] = field.exec(line) ?? [];
    if (name === undefined) return undefined;
    const known = name.toLowerCase();
    if (headers.has(known) || changing.has(known)) return undefined;
    headers.set(known, value);
  }
  const connection = headers.get('connection');
  if (connection !== undefined && connection.toLowerCase() !== 'keep-alive') return undefined;
  if (!headers.get('host')) return undefined;
  const length = headers.get('content-length') ?? '';
  return /^\d{1,9}$/.test(length)
    ? { method, url, headers, bodyLength: Number(length) }
    : undefined;
}
