import type { Clock, Ids } from '@millrace/ports';
import { randomHex } from './random-hex.js';

/**
 * UUID version 7 (RFC 9562, method 1 of section 6.2): 48 bits of milliseconds, a 12-bit counter that keeps ids of one
 * millisecond in order, 62 random bits.
 */
export function uuidV7(clock: Clock): Ids {
  let last = 0;
  let counter = 0;
  // What ids of one millisecond begin with.
  let start = startOf(last);
  return {
    next() {
      const now = clock.now().getTime();
      if (now > last) {
        last = now;
        counter = 0;
        start = startOf(last);
      } else if (++counter > 0xfff) {
        // The counter is spent: borrow from the next millisecond, so that order is kept.
        last++;
        counter = 0;
        start = startOf(last);
      }
      const order = (0x7000 | counter).toString(16);
      const random = randomHex(8);
      const variant = '89ab'.charAt(parseInt(random.charAt(0), 16) & 3);
      return `${start}${order}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
    },
  };
}

function startOf(time: number): string {
  const digits = time.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-`;
}
