/**
 * Where a routing key falls in [0, 1): the same key of the same model always at the same place, keys spread evenly. FNV-1a
 * (Fowler, Noll, Vo; 32 bits) over the UTF-16 units, its bits mixed once more as in MurmurHash3's finaliser (Appleby):
 * FNV alone leaves the high bits of short keys close together.
 */
export function routingPoint(model: string, key: string): number {
  let hash = 0x811c9dc5;
  const text = `${model}\0${key}`;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
