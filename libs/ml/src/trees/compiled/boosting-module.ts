import { moduleBytes } from '../../wasm/module-bytes.js';
import { addFunction, mostAddedTogether, subtractFunction } from './histogram-functions.js';
import { clearFunction, copyFunction, divideFunction } from './division-functions.js';
import { addToFunction, deriveLogLossFunction } from './derivative-functions.js';
import { scanFunction } from './scan-function.js';

/** The module of boosting's inner loops; functions take addresses in bytes. */
export function boostingModuleBytes(): Uint8Array {
  const adders = Array.from({ length: mostAddedTogether }, (_, index) => [
    adderName(index + 1),
    addFunction(index + 1),
  ]);
  return moduleBytes({
    ...Object.fromEntries(adders),
    subtract: subtractFunction,
    scan: scanFunction,
    divide: divideFunction,
    copy: copyFunction,
    clear: clearFunction,
    deriveLogLoss: deriveLogLossFunction,
    addTo: addToFunction,
  });
}

/** Name of the function that adds so many features. */
export function adderName(features: number): string {
  return `add${features}`;
}
