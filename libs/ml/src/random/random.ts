/** A source of random numbers that one seed fixes. */
export interface Random {
  /** Uniform in [0, 1), with 32 bits. */
  next(): number;
  /** Uniform among 0 … below - 1. */
  integer(below: number): number;
  /** Puts the values into a random order, in place (Fisher and Yates). */
  shuffle(values: Uint32Array | Int32Array): void;
}

/** @param seed its lower 32 bits count; seeds near each other give unlike sequences */
export function createRandom(seed: number): Random {
  const nextUint32 = xoshiro128(seedState(seed));
  const integer = (below: number) => Math.floor((nextUint32() / 2 ** 32) * below);
  return {
    next: () => nextUint32() / 2 ** 32,
    integer,
    shuffle(values) {
      for (let last = values.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const value = values[last] ?? 0;
        values[last] = values[other] ?? 0;
        values[other] = value;
      }
    },
  };
}

/** The seed of part number `index` of something that has a seed itself. */
export function derivedSeed(seed: number, index: number): number {
  return splitMix32(Math.imul(index + 1, 0x9e3779b9) ^ splitMix32(seed | 0));
}

type State = readonly [number, number, number, number];

/**
 * xoshiro128** of Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021).
 * @param state not all zero
 * @returns the next 32 bits, as a number from 0
 */
export function xoshiro128(state: State): () => number {
  let [s0, s1, s2, s3] = state;
  return () => {
    const result = Math.imul(rotl(Math.imul(s1, 5), 7), 9) >>> 0;
    const t2 = s2 ^ s0;
    const t3 = s3 ^ s1;
    const shifted = s1 << 9;
    s1 ^= t2;
    s0 ^= t3;
    s2 = t2 ^ shifted;
    s3 = rotl(t3, 11);
    return result;
  };
}

function rotl(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** SplitMix32 fills the state from one number. */
function seedState(seed: number): State {
  let counter = seed | 0;
  const next = () => {
    counter = (counter + 0x9e3779b9) | 0;
    return splitMix32(counter);
  };
  return [next(), next(), next(), next()];
}

function splitMix32(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}
