import { threadId } from 'node:worker_threads';
import { PlatformError } from '@millrace/platform';

/** Tasks of every temper, for the contract suite. */
export type SpecimenTask =
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'sum'; readonly bytes: Uint8Array }
  | { readonly kind: 'make'; readonly length: number }
  | { readonly kind: 'waste'; readonly length: number }
  | { readonly kind: 'held' }
  | { readonly kind: 'nest'; readonly depth: number }
  | { readonly kind: 'where' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'spin' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'throw' }
  | { readonly kind: 'crash' }
  | { readonly kind: 'leave' };

/** What was made before, to see whether its memory has gone to the caller. */
let made: Uint8Array | undefined;

export function runSpecimen(task: SpecimenTask): number | Uint8Array | Promise<number> {
  switch (task.kind) {
    case 'double':
      return task.value * 2;
    case 'sum':
      return task.bytes.reduce((sum, byte) => sum + byte, 0);
    case 'make': {
      // The second time it tells what is left of the first.
      const left = made?.byteLength ?? 0;
      made = new Uint8Array(task.length).fill(left === 0 ? 1 : 2);
      return made;
    }
    case 'waste':
      // Parts that were in use together are old before nobody needs them: V8 has no hurry to free them.
      return Array.from({ length: 100 }, () => new Uint8Array(task.length / 100).fill(1)).reduce(
        (sum, part) => sum + part.length,
        0,
      );
    case 'held':
      return process.memoryUsage().arrayBuffers;
    case 'nest':
      return JSON.parse('['.repeat(task.depth) + ']'.repeat(task.depth)) as number;
    case 'where':
      return threadId;
    case 'hang':
      return new Promise<number>(() => undefined);
    case 'spin':
      for (;;);
    case 'refuse':
      throw new PlatformError('failed_precondition', 'There is one class only.', {
        faults: [{ field: 'diagnosis', message: 'one class' }],
      });
    case 'throw':
      throw new Error('a secret path');
    case 'crash':
      setImmediate(() => {
        throw new Error('thrown where nobody catches');
      });
      return new Promise<number>(() => undefined);
    case 'leave':
      return process.exit(3);
  }
}
