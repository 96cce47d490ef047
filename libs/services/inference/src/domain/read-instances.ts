import type { ModelInputs } from './model-inputs.js';
import { FaultList, pointerTo, type ReadInput } from './read-input.js';

/**
 * Rows of named features: objects that have every feature, and nothing else; `null` is a missing value.
 * @throws PlatformError `invalid_argument` for no rows or too many
 */
export function readInstances(inputs: ModelInputs, instances: readonly unknown[]): ReadInput {
  const faults = new FaultList();
  const table = inputs.write(instances.length);
  for (let row = 0; row < instances.length && !faults.full; row++) {
    const instance = instances[row];
    const at = `/instances/${row}`;
    if (typeof instance !== 'object' || instance === null || Array.isArray(instance)) {
      faults.add(at, 'must be an object of feature names and values');
      continue;
    }
    let present = 0;
    inputs.columns.forEach(({ name }, column) => {
      if (!Object.hasOwn(instance, name)) {
        faults.add(pointerTo(at, name), 'is missing; send null when unknown');
        return;
      }
      present++;
      const wrong = table.put(row, column, (instance as Record<string, unknown>)[name]);
      if (wrong !== undefined) faults.add(pointerTo(at, name), wrong);
    });
    const names = Object.keys(instance);
    if (names.length === present) continue;
    for (const name of names) {
      if (inputs.columnOf(name) === undefined) {
        faults.add(pointerTo(at, name), 'is no feature of this model');
      }
    }
  }
  return faults.orTable(() => table.finish());
}
