import type { Fault } from '@millrace/platform';
import type { InputTable } from './input-table.js';

/** What a protocol made of a request: its rows, or what does not fit the signature and where. */
export type ReadInput = { readonly table: InputTable } | { readonly faults: readonly Fault[] };

/** Faults listed at most: enough to see what is wrong, too few to echo a large body. */
const listed = 100;

/** Gathers faults while a request is read. */
export class FaultList {
  readonly #faults: Fault[] = [];

  /** Notes what is wrong with a field; beyond 100 of them it only remembers that there are some. */
  add(field: string, message: string): void {
    if (this.#faults.length < listed) this.#faults.push({ field, message });
  }

  /** Whether no more would be listed: reading on tells nothing new. */
  get full(): boolean {
    return this.#faults.length === listed;
  }

  /** The table, unless something was wrong. */
  orTable(table: () => InputTable): ReadInput {
    return this.#faults.length > 0 ? { faults: this.#faults } : { table: table() };
  }
}

/** A JSON pointer (RFC 6901) to a member. Long names are cut: they come from outside. */
export function pointerTo(at: string, name: string): string {
  const step = name.slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1');
  return `${at}/${step}`;
}
