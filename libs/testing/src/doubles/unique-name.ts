import { randomBytes } from 'node:crypto';

/** A name nobody else uses, for tests that share an engine: letters, digits and `_`. */
export function uniqueName(start: string): string {
  return `${start}_${randomBytes(6).toString('hex')}`;
}
