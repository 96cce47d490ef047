import { createHash, timingSafeEqual } from 'node:crypto';
import type { Role } from '@millrace/api';
import { PlatformError } from '../errors/platform-error.js';
import { anonymousPrincipal, localPrincipal, type Principal } from './principal.js';

/** A key as it is kept: its name, the SHA-256 of the secret, its roles, and when it ends. */
export interface ApiKeyRecord {
  readonly name: string;
  readonly sha256: string;
  readonly roles: readonly Role[];
  readonly expiresAt?: Date;
}

/** Turns the `Authorization` header into a principal. */
export interface Authenticator {
  /** @throws PlatformError `unauthenticated` when a key is shown that is unknown or expired. */
  authenticate(authorization: string | undefined): Principal;
}

/** For a loopback address without keys: whoever reaches it owns the machine's session anyway. */
export const openAccess: Authenticator = { authenticate: () => localPrincipal };

export function keyedAccess(keys: readonly ApiKeyRecord[], now: () => Date): Authenticator {
  return {
    authenticate(authorization) {
      if (authorization === undefined) return anonymousPrincipal;
      const secret = /^Bearer ([\x21-\x7e]{1,512})$/.exec(authorization)?.[1];
      const digest = createHash('sha256')
        .update(secret ?? '')
        .digest();
      // Every key is compared, so that the time taken does not tell which one was near.
      let found: ApiKeyRecord | undefined;
      for (const key of keys) {
        if (timingSafeEqual(digest, Buffer.from(key.sha256, 'hex'))) found = key;
      }
      const expired = found?.expiresAt !== undefined && found.expiresAt <= now();
      if (!secret || !found || expired) {
        throw new PlatformError('unauthenticated', 'The API key is unknown or has expired.');
      }
      return { name: found.name, roles: new Set(found.roles) };
    },
  };
}

const roles: readonly Role[] = ['reader', 'trainer', 'deployer', 'admin'];

/**
 * Reads `name:role+role:sha256[:expiry]` entries separated by commas, as in `MILLRACE_API_KEYS`.
 * @throws PlatformError `invalid_argument` naming the entry, never its digest.
 */
export function parseApiKeys(text: string): ApiKeyRecord[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [name = '', roleList = '', sha256 = '', ...expiry] = entry.split(':');
      const granted = roleList.split('+');
      const expiresAt = expiry.length > 0 ? new Date(expiry.join(':')) : undefined;
      if (
        name === '' ||
        !granted.every((role): role is Role => (roles as readonly string[]).includes(role)) ||
        !/^[0-9a-f]{64}$/.test(sha256) ||
        (expiresAt && Number.isNaN(expiresAt.getTime()))
      ) {
        throw new PlatformError(
          'invalid_argument',
          `The API key entry "${name}" must read name:role+role:sha256[:expiry], roles among ${roles.join(', ')}.`,
        );
      }
      return { name, sha256, roles: granted, ...(expiresAt && { expiresAt }) };
    });
}
