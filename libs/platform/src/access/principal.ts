import type { Role } from '@millrace/api';

/** Who is calling. */
export interface Principal {
  /** A name for logs: the key's, `local` or `anonymous`. */
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
}

/** Everyone, while access control is off on a loopback address. */
export const localPrincipal: Principal = { name: 'local', roles: new Set<Role>(['admin']) };

/** A caller that showed no key. */
export const anonymousPrincipal: Principal = { name: 'anonymous', roles: new Set<Role>() };

/** This program itself: events, background work, calls inside the process. */
export const systemPrincipal: Principal = { name: 'system', roles: new Set<Role>(['admin']) };
