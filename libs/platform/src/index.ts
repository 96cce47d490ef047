export { PlatformError } from './errors/platform-error.js';
export type { ErrorCode, Fault, PlatformErrorOptions } from './errors/platform-error.js';
