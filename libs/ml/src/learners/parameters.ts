import type { Parameters } from './learner.js';

/** @throws RangeError when the parameter is not a number above 0 */
export function positive(parameters: Parameters, name: string): number {
  const value = numberOf(parameters, name);
  if (value > 0) return value;
  throw new RangeError(`The parameter ${name} must be above 0.`);
}

/** @throws RangeError when the parameter is not a whole number above 0 */
export function positiveInteger(parameters: Parameters, name: string): number {
  const value = numberOf(parameters, name);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`The parameter ${name} must be a whole number above 0.`);
}

/** @throws RangeError when the parameter is not a number from 0 */
export function nonNegative(parameters: Parameters, name: string): number {
  const value = numberOf(parameters, name);
  if (value >= 0) return value;
  throw new RangeError(`The parameter ${name} must not be below 0.`);
}

/** @throws RangeError when the parameter is not above 0 and at most 1 */
export function share(parameters: Parameters, name: string): number {
  const value = numberOf(parameters, name);
  if (value > 0 && value <= 1) return value;
  throw new RangeError(`The parameter ${name} must be above 0 and at most 1.`);
}

/** @throws RangeError when the parameter is none of the choices */
export function choice<Choice extends string>(
  parameters: Parameters,
  name: string,
  choices: readonly Choice[],
): Choice {
  const value = parameters[name];
  const found = choices.find((each) => each === value);
  if (found !== undefined) return found;
  throw new RangeError(`The parameter ${name} must be one of ${choices.join(', ')}.`);
}

function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new RangeError(`The parameter ${name} must be a number.`);
}
