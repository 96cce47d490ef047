import { fitNoteOf, metricOf } from '@millrace/api';

/** A metric's name for a heading; one that is not known stays as it is. */
export function metricLabel(name: string): string {
  return metricOf(name)?.label ?? fitNoteOf(name)?.label ?? name;
}

/** The first characters of a digest or id, enough to tell it from others. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}
