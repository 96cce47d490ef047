import { randomFillSync } from 'node:crypto';
import type { Clock, Ids } from '@millrace/ports';

/**
 * UUID version 7 (RFC 9562, method 1 of section 6.2): 48 bits of milliseconds, a 12-bit counter that keeps ids of one
 * millisecond in order, 62 random bits.
 */
export function uuidV7(clock: Clock): Ids {
  let last = 0;
  let counter = 0;
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  return {
    next() {
      const now = clock.now().getTime();
      if (now > last) {
        last = now;
        counter = 0;
      } else if (++counter > 0xfff) {
        // The counter is spent: borrow from the next millisecond, so that order is kept.
        last++;
        counter = 0;
      }
      randomFillSync(bytes, 8);
      view.setUint32(0, Math.floor(last / 2 ** 16));
      view.setUint16(4, last % 2 ** 16);
      view.setUint16(6, 0x7000 | counter);
      view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
      const hex = Buffer.from(bytes).toString('hex');
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        hex.slice(12, 16),
        hex.slice(16, 20),
        hex.slice(20),
      ].join('-');
    },
  };
}
