import { distinctValues, sizeOf, type Sample } from '../tests/sample.js';

/** Fewer values than this tell nothing about whether they will ever repeat. */
const leastValues = 20;
const identifierName = /(^|[^a-z])(id|uuid|guid|key|index)$|(Id|ID|Uuid)$|^unnamed/;

/**
 * Why a column of the reference holds identifiers or free text, which always differ and say nothing about drift;
 * undefined for one that does not.
 */
export function identifierReason(name: string, reference: Sample): string | undefined {
  const size = sizeOf(reference);
  if (size < leastValues) {
    return undefined;
  }
  if (reference.kind === 'categorical') {
    return reference.counts.size > 0.5 * size
      ? 'looks like an identifier or free text: more than half of its values are distinct'
      : undefined;
  }
  if (!reference.integers || distinctValues(reference, reference, size) < size) {
    return undefined;
  }
  const { values } = reference;
  const consecutive = (values.at(-1) as number) - (values[0] as number) < 1.5 * size;
  if (consecutive || identifierName.test(name) || identifierName.test(name.toLowerCase())) {
    return 'looks like an identifier: whole numbers that never repeat';
  }
  return undefined;
}
