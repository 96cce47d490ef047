/** Source of seeds, for work that records the seed it was given. */
export interface Random {
  /** An integer in [0, 2^31). */
  seed(): number;
}
