import { createHash } from 'node:crypto';

// Of this service alone: two services naming the same thing do not collide.
const namespace = Buffer.from('6f1d3c52a0b84e0d9a57c1f20b6e7a44', 'hex');

/** A UUID version 5 (RFC 9562) of these parts: the same parts give the same id, in this process and the next. */
export function nameBasedId(...parts: readonly (string | number)[]): string {
  const digest = createHash('sha1').update(namespace).update(JSON.stringify(parts)).digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
