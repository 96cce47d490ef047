import type { Field } from './hpack/field.js';

/** What a request says before its body. */
export interface RequestHead {
  readonly method: string;
  readonly scheme: string;
  readonly path: string;
  /** Bytes of the body, where that is said. */
  readonly contentLength: number | undefined;
  /** The first value of a header; names are in lower case. */
  get(name: string): string | undefined;
}

const Role = {
  unknown: 0,
  regular: 1,
  method: 2,
  scheme: 3,
  path: 4,
  authority: 5,
  contentLength: 6,
  malformed: 7,
} as const;

const pseudoRoles: Readonly<Record<string, number>> = {
  ':method': Role.method,
  ':scheme': Role.scheme,
  ':path': Role.path,
  ':authority': Role.authority,
};
/** What belongs to HTTP/1.1 connections (RFC 9113, section 8.2.2). */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);
/** Tokens of RFC 9110, but without capitals. */
const namePattern = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const badValuePattern = /[\0\r\n]|^[ \t]|[ \t]$/;

function roleOf(field: Field): number {
  if (field.role === Role.unknown) field.role = findRole(field);
  return field.role;
}

function findRole({ name, value }: Field): number {
  if (badValuePattern.test(value)) return Role.malformed;
  if (name.startsWith(':')) {
    if (value === '' && name !== ':authority') return Role.malformed;
    return Object.hasOwn(pseudoRoles, name)
      ? (pseudoRoles[name] ?? Role.malformed)
      : Role.malformed;
  }
  if (!namePattern.test(name) || connectionHeaders.has(name)) return Role.malformed;
  if (name === 'te' && value !== 'trailers') return Role.malformed;
  if (name === 'content-length') {
    return /^\d{1,15}$/.test(value) ? Role.contentLength : Role.malformed;
  }
  return Role.regular;
}

/** The head that fields make (RFC 9113, section 8.3); `undefined` where they make none. */
export function readRequestHead(fields: readonly Field[]): RequestHead | undefined {
  let method: string | undefined;
  let scheme: string | undefined;
  let path: string | undefined;
  let authority: string | undefined;
  let contentLength: number | undefined;
  let regular = false;
  for (const field of fields) {
    const role = roleOf(field);
    const { value } = field;
    switch (role) {
      case Role.regular:
        regular = true;
        break;
      case Role.contentLength:
        regular = true;
        if (contentLength !== undefined && contentLength !== Number(value)) return undefined;
        contentLength = Number(value);
        break;
      case Role.method:
        if (regular || method !== undefined) return undefined;
        method = value;
        break;
      case Role.scheme:
        if (regular || scheme !== undefined) return undefined;
        scheme = value;
        break;
      case Role.path:
        if (regular || path !== undefined) return undefined;
        path = value;
        break;
      case Role.authority:
        if (regular || authority !== undefined) return undefined;
        authority = value;
        break;
      default:
        return undefined;
    }
  }
  if (method === undefined || scheme === undefined || path === undefined) return undefined;
  return new Head(method, scheme, path, contentLength, fields);
}

class Head implements RequestHead {
  readonly #fields: readonly Field[];

  constructor(
    readonly method: string,
    readonly scheme: string,
    readonly path: string,
    readonly contentLength: number | undefined,
    fields: readonly Field[],
  ) {
    this.#fields = fields;
  }

  get(name: string): string | undefined {
    for (const field of this.#fields) if (field.name === name) return field.value;
    return undefined;
  }
}

/** Whether fields may stand behind a body: none of them a pseudo-header, none malformed. */
export function areTrailers(fields: readonly Field[]): boolean {
  return fields.every((field) => {
    const role = roleOf(field);
    return role === Role.regular || role === Role.contentLength;
  });
}
