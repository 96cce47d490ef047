import type { RequestBody } from '@millrace/api';
import { pathMatcher, type PathMatcher } from './path-matcher.js';
import type { Route } from './route.js';

/** A route that answers some requests straight from their bytes. */
export interface Shortcut {
  readonly route: Route;
  readonly method: string;
  readonly answer: NonNullable<Route['shortcut']>;
}

/** A shortcut for a request, and the parameters of its path in their order there. */
export interface FoundShortcut {
  readonly shortcut: Shortcut;
  readonly params: readonly string[];
}

export interface ShortcutTable {
  readonly isEmpty: boolean;
  /** The shortcut for a request whose body is what most clients send: JSON as it is, of a length that is told and allowed. */
  find(
    method: string,
    url: string,
    header: (name: string) => string | undefined,
  ): FoundShortcut | undefined;
}

interface Entry extends Shortcut {
  readonly maxBytes: number;
  readonly match: PathMatcher;
}

export function shortcutTable(routes: readonly Route[]): ShortcutTable {
  const entries = routes.flatMap(entryOf);
  return {
    isEmpty: entries.length === 0,
    find(method, url, header) {
      for (const entry of entries) {
        if (method !== entry.method) continue;
        const params = entry.match(url);
        if (params === undefined) continue;
        return isPlainJson(header, entry.maxBytes) ? { shortcut: entry, params } : undefined;
      }
      return undefined;
    },
  };
}

function entryOf(route: Route): Entry[] {
  const { shortcut, endpoint } = route;
  const { body, method, path } = endpoint;
  if (shortcut === undefined || body === undefined || !takesJson(body)) return [];
  return [
    {
      route,
      method: method.toUpperCase(),
      maxBytes: Math.min(body.maxBytes, route.shortcutBytes ?? Infinity),
      match: pathMatcher(path),
      answer: shortcut,
    },
  ];
}

function takesJson(body: RequestBody): boolean {
  return body.kind === 'json' || body.contentTypes.includes('application/json');
}

function isPlainJson(header: (name: string) => string | undefined, maxBytes: number): boolean {
  const length = header('content-length');
  return (
    header('content-type')?.startsWith('application/json') === true &&
    header('content-encoding') === undefined &&
    length !== undefined &&
    Number(length) <= maxBytes
  );
}
