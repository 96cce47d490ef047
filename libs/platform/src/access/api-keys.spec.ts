import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyedAccess, parseApiKeys } from './api-keys.js';
import { isAllowed, requireRole } from './policy.js';

const sha256 = (secret: string) => createHash('sha256').update(secret).digest('hex');
const now = () => new Date('2026-01-01T00:00:00Z');

describe(keyedAccess, () => {
  const access = keyedAccess(
    parseApiKeys(
      `ci:trainer+reader:${sha256('s3cret')}, old:admin:${sha256('gone')}:2025-12-31T00:00:00Z`,
    ),
    now,
  );

  it('knows the holder of a key', () => {
    const principal = access.authenticate('Bearer s3cret');
    expect(principal.name).toBe('ci');
    expect([...principal.roles]).toEqual(['trainer', 'reader']);
  });

  it('lets a caller without a key be nobody', () => {
    expect(access.authenticate(undefined).roles.size).toBe(0);
  });

  it.each([
    'Bearer wrong',
    'Bearer gone',
    'Bearer ',
    'Basic s3cret',
    'bearer s3cret',
    'Bearer s3cret\n',
  ])('refuses %j', (authorization) => {
    expect(() => access.authenticate(authorization)).toThrow('unknown or has expired');
  });
});

describe(parseApiKeys, () => {
  it.each([
    'name',
    'name:reader:abc',
    `name:root:${sha256('x')}`,
    `:reader:${sha256('x')}`,
    `n:reader:${sha256('x')}:never`,
  ])('refuses the entry %j without repeating its digest', (entry) => {
    expect(() => parseApiKeys(entry)).toThrow(/must read name:role/);
    expect(() => parseApiKeys(entry)).not.toThrow(sha256('x'));
  });
});

describe(isAllowed, () => {
  it.each([
    ['reader', 'reader', true],
    ['reader', 'trainer', false],
    ['trainer', 'reader', true],
    ['trainer', 'deployer', false],
    ['deployer', 'reader', true],
    ['deployer', 'trainer', false],
    ['admin', 'trainer', true],
    ['admin', 'deployer', true],
  ] as const)('answers for the role %s and the policy %s: %s', (role, policy, allowed) => {
    expect(isAllowed({ name: 'k', roles: new Set([role]) }, policy)).toBe(allowed);
  });

  it('lets anyone call what is public', () => {
    expect(isAllowed({ name: 'anonymous', roles: new Set() }, 'public')).toBe(true);
  });
});

describe(requireRole, () => {
  it('tells a missing key from a key that may not', () => {
    expect(() => requireRole({ name: 'anonymous', roles: new Set() }, 'reader')).toThrow(
      'Send an API key',
    );
    expect(() => requireRole({ name: 'ci', roles: new Set(['reader']) }, 'admin')).toThrow(
      '"ci" lacks the role "admin"',
    );
  });
});
