import { codeLengths, endOfString, huffmanCodes } from './huffman-code.js';

// Four bits at a time: a state is an inner node of the code's tree, and a step leads from it to another state and yields
// at most one byte, as no code is shorter than five bits.
const nodes = 256;
const noSymbol = -1;
const dead = -1;
const stateAfter = new Int16Array(nodes * 16);
const symbolAfter = new Int16Array(nodes * 16);
/** Where a string may end: at most seven ones behind the last whole code. */
const mayEnd = new Uint8Array(nodes);
buildSteps();

function buildSteps(): void {
  // A child is a node when positive, ~symbol when negative; the root is nobody's child.
  const children = new Int16Array(nodes * 2);
  let made = 1;
  huffmanCodes().forEach((code, symbol) => {
    let node = 0;
    for (let bit = (codeLengths[symbol] ?? 0) - 1; bit > 0; bit--) {
      const at = node * 2 + ((code >> bit) & 1);
      if (children[at] === 0) children[at] = made++;
      node = children[at] ?? 0;
    }
    children[node * 2 + (code & 1)] = ~symbol;
  });
  for (let node = 0; node < nodes; node++) {
    for (let bits = 0; bits < 16; bits++) {
      const at = node * 16 + bits;
      let state = node;
      symbolAfter[at] = noSymbol;
      for (let bit = 3; bit >= 0 && state !== dead; bit--) {
        const child = children[state * 2 + ((bits >> bit) & 1)] ?? 0;
        state = Math.max(child, 0);
        if (child >= 0) continue;
        if (~child === endOfString) state = dead;
        else symbolAfter[at] = ~child;
      }
      stateAfter[at] = state;
    }
  }
  for (let node = 0, ones = 0; ones < 8; ones++) {
    mayEnd[node] = 1;
    node = children[node * 2 + 1] ?? 0;
  }
}

/** No code is shorter than five bits. */
let scratch = Buffer.allocUnsafeSlow(4096);

/** @returns `undefined` for bytes that are no such code */
export function decodeHuffman(bytes: Uint8Array, start: number, end: number): string | undefined {
  const most = Math.ceil(((end - start) * 8) / 5);
  if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most);
  let length = 0;
  let state = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    for (let shift = 4; shift >= 0; shift -= 4) {
      const step = state * 16 + ((byte >> shift) & 15);
      const symbol = symbolAfter[step] ?? noSymbol;
      if (symbol !== noSymbol) scratch[length++] = symbol;
      state = stateAfter[step] ?? dead;
      if (state === dead) return undefined;
    }
  }
  return mayEnd[state] === 1 ? scratch.toString('latin1', 0, length) : undefined;
}
