import { randomInt } from 'node:crypto';
import type { Random } from '@millrace/ports';

/** Seeds from the machine's generator. */
export const systemRandom: Random = { seed: () => randomInt(2 ** 31) };
