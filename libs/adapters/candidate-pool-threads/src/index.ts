export { inlinePool } from './inline-pool.js';
export { serveTasks } from './serve-tasks.js';
export { openThreadPool } from './thread-pool.js';
export type { ThreadPoolOptions } from './thread-pool.js';
