export { inlinePool } from './inline-pool.js';
export { clearLeftovers } from './leftovers.js';
export { serveTasks, type ServeTasksOptions } from './serve-tasks.js';
export { openThreadPool } from './thread-pool.js';
export type { ThreadPoolOptions } from './thread-pool.js';
export { openCrew } from './open-crew.js';
export type { CrewOptions, ThreadCrew } from './open-crew.js';
export { serveCrew } from './serve-crew.js';
export type { KernelRunner, Post } from './crew-messages.js';
