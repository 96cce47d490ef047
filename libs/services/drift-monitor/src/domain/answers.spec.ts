import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ofClasses, ofQuantities } from '../testing/evaluations.js';
import { answersColumn, answersIn, answersName } from './answers.js';

describe('the answers in an evaluation', () => {
  it('are of each class as many as it was predicted', () => {
    const answers = answersIn(
      ofClasses([
        [3, 1],
        [2, 4],
      ]),
    );
    expect(answers).toEqual([...Array<string>(5).fill('a'), ...Array<string>(5).fill('b')]);
  });

  it('are the predicted numbers, where some were kept', () => {
    expect(answersIn(ofQuantities([1.5, 2]))).toEqual([1.5, 2]);
    expect(answersIn(ofQuantities(undefined))).toEqual([]);
  });
});

describe(answersColumn, () => {
  it('keeps every label, and what is not known as missing', () => {
    const answers = fc.array(fc.option(fc.string({ maxLength: 3 })), { minLength: 1 });
    fc.assert(
      fc.property(answers, (given) => {
        const column = answersColumn('prediction', [...given, 'known']);
        if (column?.kind !== 'categorical') throw new TypeError('It is not of categories.');
        const said = Array.from(column.codes, (code) => column.categories[code] ?? null);
        expect(said).toEqual([...given, 'known']);
      }),
    );
    expect(answersColumn('prediction', [null])).toBeUndefined();
  });

  it('holds numbers where numbers were said', () => {
    expect(answersColumn('prediction', [null, 2])).toMatchObject({
      kind: 'numeric',
      values: Float64Array.of(Number.NaN, 2),
    });
  });

  it('has a name that no input has', () => {
    expect(answersName(new Set(['x']))).toBe('prediction');
    expect(answersName(new Set(['prediction', 'prediction_']))).toBe('prediction__');
  });
});
