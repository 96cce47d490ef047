import { unsignedLeb } from './leb128.js';
import type { ValueType } from './instructions.js';
import type { WasmFunction } from './wasm-function.js';

/** Where a module finds the memory that it works in: shared, of up to 4 GiB. */
export const memoryImport = { module: 'host', name: 'memory' } as const;
export const pageBytes = 65_536;
export const mostPages = 65_536;

const typeBytes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f64: 0x7c,
  v128: 0x7b,
};
const sections = { types: 1, imports: 2, functions: 3, exports: 7, code: 10 } as const;

/**
 * The bytes of a module that exports these functions and works in a shared memory which it is given. Format: WebAssembly
 * Core Specification 2.0, chapter 5.5; shared memories as in its extension by threads.
 */
export function moduleBytes(functions: Readonly<Record<string, WasmFunction>>): Uint8Array {
  const entries = Object.entries(functions);
  const all = entries.map(([, each]) => each);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(sections.types, list(all.map(typeOf))),
    ...section(
      sections.imports,
      list([
        [
          ...text(memoryImport.module),
          ...text(memoryImport.name),
          // A memory; shared, with a least and a greatest size.
          ...[0x02, 0x03, 0, ...unsignedLeb(mostPages)],
        ],
      ]),
    ),
    ...section(sections.functions, list(all.map((_, index) => unsignedLeb(index)))),
    ...section(
      sections.exports,
      list(entries.map(([name], index) => [...text(name), 0x00, ...unsignedLeb(index)])),
    ),
    ...section(sections.code, list(all.map(codeEntry))),
  ]);
}

function typeOf({ parameters, result }: WasmFunction): number[] {
  const results = result === undefined ? [] : [[typeBytes[result]]];
  return [0x60, ...list(parameters.map((type) => [typeBytes[type]])), ...list(results)];
}

function codeEntry({ locals, code }: WasmFunction): number[] {
  const body = [...list(locals.map((type) => [1, typeBytes[type]])), ...code, 0x0b];
  return [...unsignedLeb(body.length), ...body];
}

function section(id: number, bytes: readonly number[]): number[] {
  return [id, ...unsignedLeb(bytes.length), ...bytes];
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsignedLeb(items.length), ...items.flat()];
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...unsignedLeb(bytes.length), ...bytes];
}
