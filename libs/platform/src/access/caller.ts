import type { Principal } from './principal.js';

/** Who asks, as far as the wire tells. */
export interface Caller {
  readonly principal: Principal;
  /** The address at the other end of the connection; `undefined` where there is no wire. */
  readonly address: string | undefined;
}

/**
 * Looks at a caller before anything is done for it, once its role has been checked. Costs next to nothing.
 * @throws PlatformError `resource_exhausted` for one that has asked too often
 */
export type Admit = (caller: Caller) => void;
