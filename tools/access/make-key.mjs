// `node tools/access/make-key.mjs <name> <role+role> [expiry]`: makes an API key. The secret is shown once; services
// are given the entry, which holds only its digest.
import { createHash, randomBytes } from 'node:crypto';

const [name = '', roles = '', expiry] = process.argv.slice(2);
const known = ['reader', 'trainer', 'deployer', 'admin'];
const valid =
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name) &&
  roles.split('+').every((role) => known.includes(role)) &&
  (expiry === undefined || !Number.isNaN(Date.parse(expiry)));
if (!valid) {
  console.error(
    `Usage: node tools/access/make-key.mjs <name> <role+role> [expiry]\nRoles: ${known.join(', ')}. Expiry: a date such as 2027-06-30.`,
  );
  process.exit(2);
}
const secret = `mr_${randomBytes(32).toString('base64url')}`;
const entry = [name, roles, createHash('sha256').update(secret).digest('hex')];
if (expiry !== undefined) entry.push(new Date(expiry).toISOString());
console.log(`Key, shown once:             ${secret}`);
console.log(`Entry of MILLRACE_API_KEYS:  ${entry.join(':')}`);
