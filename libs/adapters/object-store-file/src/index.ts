export { openFileObjectStore } from './file-object-store.js';
