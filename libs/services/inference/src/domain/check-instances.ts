import type { Fault } from '@millrace/platform';
import type { ModelInput } from '@millrace/ml';
import { isNumeric, type FeatureRow, type FeatureValue } from './feature-row.js';

export type CheckedInstances =
  { readonly rows: readonly FeatureRow[] } | { readonly faults: readonly Fault[] };

/** Faults listed at most: enough to see what is wrong, too few to echo a large body. */
const listed = 100;

/** Prepares the check of rows against a signature; the check itself does no more than it must on every request. */
export function instanceChecker(
  inputs: readonly ModelInput[],
): (instances: readonly unknown[]) => CheckedInstances {
  const known = new Set(inputs.map(({ name }) => name));
  const columns = inputs.map((input) => ({ name: input.name, read: readerOf(input) }));

  return (instances) => {
    const faults: Fault[] = [];
    const rows = instances.map((instance, row) => {
      const at = `/instances/${row}`;
      if (typeof instance !== 'object' || instance === null || Array.isArray(instance)) {
        faults.push({ field: at, message: 'must be an object of feature names and values' });
        return [];
      }
      const values: FeatureValue[] = new Array<FeatureValue>(columns.length);
      let present = 0;
      columns.forEach(({ name, read }, column) => {
        if (!Object.hasOwn(instance, name)) {
          faults.push({ field: pointer(at, name), message: 'is missing; send null when unknown' });
          return;
        }
        present++;
        const value = read((instance as Record<string, unknown>)[name]);
        if (typeof value === 'object' && value !== null) {
          faults.push({ field: pointer(at, name), message: value.refused });
        } else {
          values[column] = value;
        }
      });
      const names = Object.keys(instance);
      if (names.length > present) {
        for (const name of names) {
          if (!known.has(name)) {
            faults.push({ field: pointer(at, name), message: 'is no feature of this model' });
          }
        }
      }
      return values;
    });
    return faults.length > 0 ? { faults: faults.slice(0, listed) } : { rows };
  };
}

interface Refusal {
  readonly refused: string;
}

function readerOf(input: ModelInput): (value: unknown) => FeatureValue | Refusal {
  return isNumeric(input) ? readNumber : readCategory;
}

function readNumber(value: unknown): FeatureValue | Refusal {
  if (value === null) return null;
  if (typeof value !== 'number') return { refused: `must be a number, not ${kindOf(value)}` };
  return Number.isFinite(value) ? value : { refused: 'must be a finite number' };
}

function readCategory(value: unknown): FeatureValue | Refusal {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return { refused: `must be a string or a boolean, not ${kindOf(value)}` };
}

function kindOf(value: unknown): string {
  return Array.isArray(value)
    ? 'an array'
    : typeof value === 'object'
      ? 'an object'
      : `a ${typeof value}`;
}

/** RFC 6901. Long names are cut: they come from outside. */
function pointer(at: string, name: string): string {
  const step = name.slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1');
  return `${at}/${step}`;
}
