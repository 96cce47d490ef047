import { join } from 'node:path';
import type { Database } from '@millrace/ports';
import type { ProcessConfig } from './process-config.js';

/** Opens what `MILLRACE_DATABASE` names. The engine's code is loaded only when it is chosen. */
export async function openDatabase(config: ProcessConfig): Promise<Database> {
  const uri = config.MILLRACE_DATABASE;
  if (uri.startsWith('pglite:')) {
    const { openPgliteDatabase } = await import('@millrace/database-pglite');
    const folder = uri.slice('pglite:'.length) || join(config.MILLRACE_DATA_DIR, 'database');
    return openPgliteDatabase({ folder });
  }
  const { openPostgresDatabase } = await import('@millrace/database-postgres');
  return openPostgresDatabase({ url: uri });
}
