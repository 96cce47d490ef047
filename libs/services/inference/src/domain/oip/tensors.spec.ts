import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlatformError } from '@millrace/platform';
import { rangeOf, type Datatype, type IntegerDatatype } from './datatype.js';
import { elementsOf } from './infer-request.js';
import { plainElements } from './plain-elements.js';
import { rawBytesOf, rawElements } from './raw-elements.js';

const plain = (datatype: Datatype, shape: number[], data: unknown) =>
  plainElements(data, { datatype, shape, count: elementsOf(shape, '/shape') }, '/data');

const faultOf = (read: () => unknown): string => {
  try {
    read();
  } catch (caught) {
    const { code, faults } = caught as PlatformError;
    expect(code).toBe('invalid_argument');
    return `${faults[0]?.field ?? ''} ${faults[0]?.message ?? ''}`;
  }
  return 'was taken';
};

const integers: IntegerDatatype[] = [
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
];

describe('a shape', () => {
  it('has as many elements as the product of its lengths', () => {
    expect(elementsOf([2, 3], '/shape')).toBe(6);
    expect(elementsOf([0, 3], '/shape')).toBe(0);
  });

  it.each([
    ['is empty', [], 'between 1 and 8'],
    ['is deep', [1, 1, 1, 1, 1, 1, 1, 1, 1], 'between 1 and 8'],
    ['has a negative length', [-1, 2], 'whole numbers'],
    ['has half a row', [0.5, 2], 'whole numbers'],
    ['has a text', ['2'], 'whole numbers'],
    ['has a length past 2^53', [2 ** 53, 1], 'whole numbers'],
    ['has a product that overflows', [2 ** 30, 2 ** 30, 2 ** 30], 'too many'],
    ['has a product that would wrap to a small one', [2 ** 32, 2 ** 32], 'too many'],
  ])('is refused when it %s', (_, shape, message) => {
    expect(faultOf(() => elementsOf(shape, '/shape'))).toContain(message);
  });
});

describe('elements in JSON', () => {
  it('are the same flat and nested', () => {
    const flat = plain('FP64', [2, 3], [1, 2, 3, 4, 5, 6]);
    expect(
      plain(
        'FP64',
        [2, 3],
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ),
    ).toEqual(flat);
    expect(plain('FP64', [2, 1], [[1], [2]])).toEqual(plain('FP64', [2, 1], [1, 2]));
  });

  it.each<[string, Datatype, number[], unknown, string]>([
    ['is no list', 'FP64', [1], 1, '/data must be a list'],
    ['has too few', 'FP64', [2], [1], '2 elements of its shape, not 1'],
    ['has too many', 'FP64', [1], [1, 2], '1 elements of its shape, not 2'],
    ['is nested otherwise than its shape', 'FP64', [2, 2], [[1, 2, 3], [4]], 'nested as'],
    ['is nested deeper than its shape', 'FP64', [1, 1], [[[1]]], '/data/0 must be a number'],
    ['has a text for a number', 'FP64', [1], ['1'], '/data/0 must be a number'],
    ['has what JSON reads of 1e999', 'FP64', [1], JSON.parse('[1e999]'), 'finite'],
    ['has what is too large for FP32', 'FP32', [1], [1e39], 'finite'],
    ['has a fraction in an integer', 'INT32', [1], [1.5], 'whole number of INT32'],
    ['has 2^53 + 1', 'INT64', [1], JSON.parse('[9007199254740993]'), 'whole number of INT64'],
    ['has a negative in UINT64', 'UINT64', [1], [-1], 'whole number of UINT64'],
    ['has a number for a boolean', 'BOOL', [1], [1], 'true or false'],
    ['has a number for a text', 'BYTES', [1], [1], 'must be a string'],
    ['is FP16', 'FP16', [1], [1], 'cannot be JSON for FP16'],
    ['is BF16', 'BF16', [1], [1], 'cannot be JSON for BF16'],
  ])('are refused when the data %s', (_, datatype, shape, data, message) => {
    expect(faultOf(() => plain(datatype, shape, data))).toContain(message);
  });

  it('are not followed into 200,000 nested lists', () => {
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
    expect(faultOf(() => plain('FP64', [1, 1], deep))).toContain('/data');
  });

  it('of an integer datatype are taken at the ends of its range and refused beyond', () => {
    for (const datatype of integers) {
      const [least, most] = rangeOf(datatype);
      expect(plain(datatype, [3], [least, most, null])).toEqual([least, most, null]);
      for (const beyond of [least - 1, most + 1]) {
        expect(faultOf(() => plain(datatype, [1], [beyond]))).toContain(datatype);
      }
    }
  });

  it('of FP32 are what four bytes hold, as in raw form', () => {
    const bytes = new Uint8Array(Float32Array.of(0.1).buffer);
    expect(plain('FP32', [1], [0.1])).toEqual([...rawElements(bytes, 'FP32', 1, '/raw')]);
  });
});

describe('elements in raw form', () => {
  it('of FP64 and BYTES come back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (numbers) => {
        const elements = Float64Array.from(numbers);
        expect(rawElements(rawBytesOf(elements), 'FP64', numbers.length, '/raw')).toEqual(elements);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        expect(rawElements(rawBytesOf(texts), 'BYTES', texts.length, '/raw')).toEqual(texts);
      }),
    );
  });

  it('are read wherever they begin', () => {
    const bytes = new Uint8Array(17);
    bytes.set(new Uint8Array(Float64Array.of(1.5, -2).buffer), 1);
    expect(rawElements(bytes.subarray(1), 'FP64', 2, '/raw')).toEqual(Float64Array.of(1.5, -2));
  });

  it.each<[Datatype, number[], number[]]>([
    ['INT8', [0xff], [-1]],
    ['UINT8', [0xff], [255]],
    ['INT16', [0xfe, 0xff], [-2]],
    ['UINT16', [0xfe, 0xff], [65534]],
    ['INT32', [0, 0, 0, 0x80], [-(2 ** 31)]],
    ['UINT32', [0, 0, 0, 0x80], [2 ** 31]],
    ['INT64', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-1]],
    ['UINT64', [7, 0, 0, 0, 0, 0, 0, 0], [7]],
    ['FP16', [0x00, 0x3c], [1]],
    ['FP16', [0x01, 0x00], [2 ** -24]],
    ['FP16', [0xff, 0xfb], [-65504]],
    ['BF16', [0x80, 0x3f], [1]],
    ['BF16', [0x49, 0xc0], [-3.140625]],
    ['FP32', [0, 0, 0xc0, 0x3f], [1.5]],
  ])('of %s are little-endian: %j', (datatype, bytes, elements) => {
    expect([...rawElements(Uint8Array.from(bytes), datatype, 1, '/raw')]).toEqual(elements);
  });

  it('of BOOL are 0 or 1', () => {
    expect(rawElements(Uint8Array.of(1, 0), 'BOOL', 2, '/raw')).toEqual([true, false]);
    expect(faultOf(() => rawElements(Uint8Array.of(2), 'BOOL', 1, '/raw'))).toContain('0 or 1');
  });

  it.each<[string, Datatype, number[], number, string]>([
    ['are too few', 'FP64', [0, 0, 0], 1, '8 bytes for the 1 elements'],
    ['are too many', 'INT8', [0, 0], 1, '1 bytes for the 1 elements'],
    ['hold 2^53', 'INT64', [0, 0, 0, 0, 0, 0, 0x20, 0], 1, '/raw/0 must be from'],
    ['hold 2^63', 'UINT64', [0, 0, 0, 0, 0, 0, 0, 0x80], 1, '/raw/0 must be from'],
    ['end within a length', 'BYTES', [1, 0], 1, 'ends within a text'],
    ['end within a text', 'BYTES', [2, 0, 0, 0, 65], 1, 'ends within a text'],
    ['tell of a text of 4 GiB', 'BYTES', [255, 255, 255, 255], 1, 'ends within a text'],
    ['are no UTF-8', 'BYTES', [1, 0, 0, 0, 0xff], 1, 'UTF-8'],
    ['are fewer texts', 'BYTES', [0, 0, 0, 0], 2, '2 texts of its shape, not 1'],
  ])('are refused when they %s', (_, datatype, bytes, count, message) => {
    const read = () => rawElements(Uint8Array.from(bytes), datatype, count, '/raw');
    expect(faultOf(read)).toContain(message);
  });

  it('are refused or read, whatever the bytes', () => {
    const datatypes: Datatype[] = [...integers, 'BOOL', 'BYTES', 'FP16', 'BF16', 'FP32', 'FP64'];
    const read = fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.constantFrom(...datatypes),
      fc.nat({ max: 20 }),
      (bytes, datatype, count) => {
        const told = faultOf(() => {
          expect(rawElements(bytes, datatype, count, '/raw')).toHaveLength(count);
        });
        expect(told).toMatch(/^(was taken|\/raw)/);
      },
    );
    fc.assert(read, { numRuns: 2000 });
  });
});
