export { openPgliteDatabase } from './pglite-database.js';
export type { PgliteOptions } from './pglite-database.js';
export { serveEngine } from './serve-engine.js';
