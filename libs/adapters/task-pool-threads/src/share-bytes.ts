const shared = new WeakMap<Uint8Array, Uint8Array>();

// Below this a copy costs less than a shared block.
const worthSharing = 64 * 1024;

/**
 * The same input with its large byte fields moved into shared memory, so that posting it to many threads copies
 * nothing. One block is made for one array, however many tasks carry it. Tasks must not write into their input.
 */
export function withSharedBytes(input: unknown): unknown {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return input;
  if (Object.getPrototypeOf(input) !== Object.prototype) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      value instanceof Uint8Array && value.byteLength >= worthSharing ? sharedCopyOf(value) : value,
    ]),
  );
}

function sharedCopyOf(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const known = shared.get(bytes);
  if (known) return known;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  copy.set(bytes);
  shared.set(bytes, copy);
  return copy;
}
