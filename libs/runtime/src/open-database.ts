import { join } from 'node:path';
import type { Database } from '@millrace/ports';
import type { ProcessConfig } from './process-config.js';

/**
 * How what `MILLRACE_DATABASE` names is opened. The engine's code is loaded only when it is chosen, and only then.
 * @param thread entry file of a thread in which an embedded engine runs; in the calling thread when absent
 */
export function databaseOpener(config: ProcessConfig, thread?: URL): () => Promise<Database> {
  const uri = config.MILLRACE_DATABASE;
  if (uri.startsWith('pglite:')) {
    const folder = uri.slice('pglite:'.length) || join(config.MILLRACE_DATA_DIR, 'database');
    return async () => {
      const { openPgliteDatabase } = await import('@millrace/database-pglite');
      return openPgliteDatabase({ folder, thread });
    };
  }
  return async () => {
    const { openPostgresDatabase } = await import('@millrace/database-postgres');
    return openPostgresDatabase({ url: uri });
  };
}
