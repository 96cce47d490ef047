import { readFileSync } from 'node:fs';
import { decodeModelImage, modelOf, sharedImage, type Model } from '@millrace/ml';

// Bytes that many models take in memory against the bytes of their files: `node --expose-gc hold-models.mjs <file> <count>`
const [file = '', count = '0'] = process.argv.slice(2);
const bytes = readFileSync(file);
/** As the inference service keeps it. */
const load = (file: Uint8Array) => modelOf(sharedImage(decodeModelImage(file)));
const held: Model[] = [load(bytes)];
const used = () => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const before = used();
for (let index = 0; index < Number(count); index++) held.push(load(new Uint8Array(bytes)));
const taken = used() - before;
process.stdout.write(
  JSON.stringify({ taken, files: bytes.length * Number(count), held: held.length }),
);
