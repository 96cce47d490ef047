import { InvalidArgumentError } from 'commander';

/** Parses an option such as a version or a page size: a whole number of at least 1. */
export function positiveInteger(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) {
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  }
  return Number(text);
}

/** Parses a seed: a whole number of at least 0. */
export function nonNegativeInteger(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
