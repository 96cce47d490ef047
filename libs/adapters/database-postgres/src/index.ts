export { openPostgresDatabase } from './postgres-database.js';
export type { PostgresOptions } from './postgres-database.js';
