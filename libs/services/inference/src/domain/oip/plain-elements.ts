import { rangeOf, type Datatype } from './datatype.js';
import { malformed, type TensorElement } from './infer-request.js';

/**
 * The elements of a tensor whose data is JSON: one flat list in row-major order, or lists nested as the shape says.
 * Elements of `FP32` are rounded to what that holds, as they would be in raw form.
 * @param count product of the shape
 * @throws PlatformError `invalid_argument` naming the element that is wrong
 */
export function plainElements(
  data: unknown,
  { datatype, shape, count }: { datatype: Datatype; shape: readonly number[]; count: number },
  field: string,
): TensorElement[] {
  if (!Array.isArray(data)) throw malformed(field, 'must be a list');
  const list: readonly unknown[] =
    shape.length > 1 && Array.isArray(data[0]) ? flattened(data, shape, field) : data;
  if (list.length !== count) {
    throw malformed(field, `must have the ${count} elements of its shape, not ${list.length}`);
  }
  const read = readerOf(datatype, field);
  const elements = new Array<TensorElement>(count);
  for (let at = 0; at < count; at++) {
    const value = list[at];
    if (value === null) {
      elements[at] = null;
      continue;
    }
    const element = read(value);
    if (typeof element === 'object') throw malformed(`${field}/${at}`, element.refused);
    elements[at] = element;
  }
  return elements;
}

/** Goes no deeper than the shape, however deep the lists are. */
function flattened(
  data: readonly unknown[],
  shape: readonly number[],
  field: string,
): readonly unknown[] {
  let level: readonly unknown[] = [data];
  for (const length of shape) {
    const next: unknown[] = [];
    for (const list of level) {
      if (!Array.isArray(list) || list.length !== length) {
        throw malformed(field, 'must be nested as its shape says, or one flat list');
      }
      for (const each of list as readonly unknown[]) next.push(each);
    }
    level = next;
  }
  return level;
}

interface Refusal {
  readonly refused: string;
}
type Reader = (value: unknown) => Exclude<TensorElement, null> | Refusal;

function readerOf(datatype: Datatype, field: string): Reader {
  switch (datatype) {
    case 'BYTES':
      return (value) => (typeof value === 'string' ? value : { refused: 'must be a string' });
    case 'BOOL':
      return (value) => (typeof value === 'boolean' ? value : { refused: 'must be true or false' });
    case 'FP64':
      return (value) => readFinite(value, (number) => number);
    case 'FP32':
      return (value) => readFinite(value, Math.fround);
    case 'FP16':
    case 'BF16':
      throw malformed(field, `cannot be JSON for ${datatype}: send the tensor in binary form`);
    default:
      return integerReader(...rangeOf(datatype), datatype);
  }
}

function readFinite(value: unknown, round: (number: number) => number): number | Refusal {
  if (typeof value !== 'number') return { refused: 'must be a number' };
  const number = round(value);
  return Number.isFinite(number) ? number : { refused: 'must be a finite number in range' };
}

function integerReader(least: number, most: number, datatype: Datatype): Reader {
  const refused = { refused: `must be a whole number of ${datatype} from ${least} to ${most}` };
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : refused;
}
