/** A whole number in bytes of seven bits, the lowest first: LEB128, as WebAssembly writes numbers. */
export function unsignedLeb(number: number): number[] {
  const bytes: number[] = [];
  let rest = number;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}

/** The same with a sign, in two's complement. */
export function signedLeb(number: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = number; ;) {
    const low = Number(BigInt.asUintN(7, rest));
    rest >>= 7n;
    if (rest === (low < 64 ? 0n : -1n)) return [...bytes, low];
    bytes.push(low + 128);
  }
}
