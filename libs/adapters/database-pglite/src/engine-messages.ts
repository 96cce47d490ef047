import type { EngineAnswer } from './engine.js';

/** What the thread of an engine is started with. */
export interface EngineSeat {
  readonly dataDir: string;
}

export type EngineCall =
  | {
      readonly id: number;
      readonly kind: 'query';
      readonly sql: string;
      readonly parameters: readonly unknown[];
    }
  | { readonly id: number; readonly kind: 'close' };

/** How the database tells what was wrong; a copy of an error between threads keeps its message alone. */
export interface EngineFault {
  readonly message: string;
  readonly stack: string | undefined;
  /** SQLSTATE and the like. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Answer to a call; that to opening has the id 0. */
export type EngineReply =
  | { readonly id: number; readonly answer: EngineAnswer }
  | { readonly id: number; readonly fault: EngineFault };
