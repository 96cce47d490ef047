import { memoryImport, mostPages, pageBytes } from './module-bytes.js';

/** Memory that threads and the functions of modules share. It can be sent to another thread. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}

/** Machine code; a thread makes instances of it over a memory. */
export type WasmModule = object;
export type WasmExports = Readonly<Record<string, (...numbers: number[]) => number>>;

interface MemorySize {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: true;
}

/** What is used of the engine's WebAssembly, for which the library's settings have no types. */
interface Engine {
  readonly Memory: new (size: MemorySize) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: WasmExports };
}

const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly?: Engine };

/** @returns zeros, at least so many bytes; undefined where that cannot be had: above 4 GiB, or without address space */
export function wasmMemory(bytes: number): WasmMemory | undefined {
  const pages = Math.max(1, Math.ceil(bytes / pageBytes));
  if (!engine || pages > mostPages) return undefined;
  try {
    return new engine.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @throws TypeError where there is no WebAssembly, as there is none of `wasmMemory` */
export function wasmModule(bytes: Uint8Array): WasmModule {
  if (!engine) throw new TypeError('This engine has no WebAssembly.');
  return new engine.Module(bytes);
}

/** The functions of a module over a memory. */
export function wasmExports(module: WasmModule, memory: WasmMemory): WasmExports {
  if (!engine) throw new TypeError('This engine has no WebAssembly.');
  return new engine.Instance(module, { [memoryImport.module]: { [memoryImport.name]: memory } })
    .exports;
}
