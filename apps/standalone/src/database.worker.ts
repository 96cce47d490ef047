import { serveEngine } from '@millrace/database-pglite';

serveEngine();
