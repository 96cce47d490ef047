import type { Policy, Role } from '@millrace/api';
import { PlatformError } from '../errors/platform-error.js';
import type { Principal } from './principal.js';

// What each role may do beside its own: who trains or deploys may also read.
const includes: Readonly<Record<Role, readonly Role[]>> = {
  reader: ['reader'],
  trainer: ['trainer', 'reader'],
  deployer: ['deployer', 'reader'],
  admin: ['admin', 'deployer', 'trainer', 'reader'],
};

export function isAllowed(principal: Principal, policy: Policy): boolean {
  if (policy === 'public') return true;
  return [...principal.roles].some((role) => includes[role].includes(policy));
}

/** @throws PlatformError `unauthenticated` without a key, `permission_denied` with one that lacks the role. */
export function requireRole(principal: Principal, policy: Policy): void {
  if (isAllowed(principal, policy)) return;
  if (principal.roles.size === 0) {
    throw new PlatformError('unauthenticated', 'Send an API key: Authorization: Bearer <key>.');
  }
  throw new PlatformError(
    'permission_denied',
    `The key "${principal.name}" lacks the role "${policy}".`,
  );
}
