import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(4096);
let digits = '';
let used = 0;

/**
 * Random bytes as hexadecimal digits, at most 64 of them. Many are drawn and written down at a time: a call of the
 * generator costs more than the bytes.
 */
export function randomHex(bytes: number): string {
  const end = used + bytes * 2;
  if (end > digits.length) {
    digits = randomFillSync(pool).toString('hex');
    used = bytes * 2;
    return digits.slice(0, used);
  }
  const drawn = digits.slice(used, end);
  used = end;
  return drawn;
}
