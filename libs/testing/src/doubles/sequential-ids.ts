import type { Ids } from '@millrace/ports';

/** UUIDs of version 7 in form, counting from 1. */
export function sequentialIds(): Ids {
  let count = 0;
  return {
    next: () => `00000000-0000-7000-8000-${(++count).toString(16).padStart(12, '0')}`,
  };
}
