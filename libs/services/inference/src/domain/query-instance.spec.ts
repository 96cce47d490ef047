import { describe, expect, it } from 'vitest';
import { instanceOfQuery } from './query-instance.js';

const inputs = [
  { name: 'size', type: 'number' },
  { name: 'colour', type: 'string' },
] as const;

describe(instanceOfQuery, () => {
  it.each([
    ['1.5', 1.5],
    ['-2e3', -2000],
    [' 7', 7],
    ['', null],
    ['1e999', Number.POSITIVE_INFINITY],
    ['0x10', '0x10'],
    ['large', 'large'],
  ])('reads %j as the number it is, and leaves the rest to the check', (text, value) => {
    expect(instanceOfQuery(inputs, { size: text })).toEqual({ size: value });
  });

  it('keeps text as text, and what is given twice as it came', () => {
    expect(instanceOfQuery(inputs, { colour: '7', size: ['1', '2'], other: 'x' })).toEqual({
      colour: '7',
      size: ['1', '2'],
      other: 'x',
    });
  });
});
