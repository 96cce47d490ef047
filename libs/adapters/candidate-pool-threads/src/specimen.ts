import { threadId } from 'node:worker_threads';
import { PlatformError } from '@millrace/platform';

/** Tasks of every temper, for the contract suite. */
export type SpecimenTask =
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'sum'; readonly bytes: Uint8Array }
  | { readonly kind: 'where' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'spin' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'throw' }
  | { readonly kind: 'crash' }
  | { readonly kind: 'leave' };

export function runSpecimen(task: SpecimenTask): number | Promise<number> {
  switch (task.kind) {
    case 'double':
      return task.value * 2;
    case 'sum':
      return task.bytes.reduce((sum, byte) => sum + byte, 0);
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
