export { openFileModelCache } from './file-model-cache.js';
export type { FileModelCacheOptions } from './file-model-cache.js';
