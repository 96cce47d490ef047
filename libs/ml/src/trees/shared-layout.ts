import { wasmMemory, type WasmMemory } from '../wasm/web-assembly.js';

interface Kinds {
  readonly int32: Int32Array;
  readonly float64: Float64Array;
  readonly uint8: Uint8Array;
}

const bytesOf = { int32: 4, float64: 8, uint8: 1 } as const;

/** An array that is to be. */
export interface Planned<K extends keyof Kinds> {
  readonly kind: K;
  readonly length: number;
}
export type Layout = Readonly<Record<string, Planned<keyof Kinds>>>;
export type Laid<L extends Layout> = { readonly [Name in keyof L]: Kinds[L[Name]['kind']] };

export const ints = (length: number): Planned<'int32'> => ({ kind: 'int32', length });
export const numbers = (length: number): Planned<'float64'> => ({ kind: 'float64', length });
export const bytes = (length: number): Planned<'uint8'> => ({ kind: 'uint8', length });

/** Arrays begin on lines of the cache of their own: threads that write to neighbours would wait for each other. */
const line = 64;

/**
 * Makes the arrays, all zeros, in one memory that WebAssembly can work in.
 * @returns undefined where such a memory cannot be had
 */
export function layTogether<L extends Layout>(
  layout: L,
): { readonly arrays: Laid<L>; readonly memory: WasmMemory } | undefined {
  const offsets = new Map<string, number>();
  let total = 0;
  for (const [name, { kind, length }] of Object.entries(layout)) {
    offsets.set(name, total);
    total += Math.ceil((length * bytesOf[kind]) / line) * line;
  }
  const memory = wasmMemory(total);
  if (!memory) return undefined;
  const { buffer } = memory;
  return {
    arrays: laid(layout, (name, planned) => viewOf(planned, buffer, offsets.get(name) ?? 0)),
    memory,
  };
}

/** Makes the arrays, all zeros, each in shared memory of its own. */
export function layApart<L extends Layout>(layout: L): Laid<L> {
  return laid(layout, (_, planned) => {
    const { kind, length } = planned;
    return viewOf(planned, new SharedArrayBuffer(length * bytesOf[kind]), 0);
  });
}

function laid<L extends Layout>(
  layout: L,
  arrayOf: (name: string, planned: Planned<keyof Kinds>) => Kinds[keyof Kinds],
): Laid<L> {
  const arrays = Object.entries(layout).map(([name, planned]) => [name, arrayOf(name, planned)]);
  return Object.fromEntries(arrays) as Laid<L>;
}

function viewOf(
  { kind, length }: Planned<keyof Kinds>,
  buffer: SharedArrayBuffer,
  offset: number,
): Kinds[keyof Kinds] {
  if (kind === 'int32') return new Int32Array(buffer, offset, length);
  if (kind === 'float64') return new Float64Array(buffer, offset, length);
  return new Uint8Array(buffer, offset, length);
}
