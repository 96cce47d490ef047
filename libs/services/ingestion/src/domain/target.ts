import { PlatformError } from '@millrace/platform';
import type { VersionColumn } from './dataset-version.js';

const shown = 20;

/** @throws PlatformError `invalid_argument` on field `target` when it is given and no column bears the name */
export function checkTarget(target: string | undefined, columns: readonly VersionColumn[]): void {
  if (target === undefined || columns.some(({ name }) => name === target)) return;
  const names = columns.slice(0, shown).map(({ name }) => JSON.stringify(name));
  const more = columns.length > shown ? ` and ${columns.length - shown} more` : '';
  const message = `There is no column ${JSON.stringify(target)}; the columns are ${names.join(', ')}${more}.`;
  throw new PlatformError('invalid_argument', message, { faults: [{ field: 'target', message }] });
}

/** The named column, or else the one the dataset had before where this version still has it. */
export function targetOf(
  named: string | undefined,
  inherited: string | undefined,
  columns: readonly VersionColumn[],
): string | undefined {
  return named ?? columns.find(({ name }) => name === inherited)?.name;
}
