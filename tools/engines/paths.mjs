import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Everything the engines write lies here, and git ignores it. */
export const enginesFolder = join(root, '.engines');
export const stateFile = join(enginesFolder, 'engines.json');
export const dataFolder = join(enginesFolder, 'data');
export const logFolder = join(enginesFolder, 'logs');
