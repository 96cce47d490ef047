import { describe, expect, it } from 'vitest';
import type { PredictionBody, PredictionExplanationBody } from './inference.js';
import { reasonsOf } from './reasons.js';

const about = {
  scale: 'probability',
  method: 'exact',
  calibratedAfterwards: false,
  reference: 'training-rows',
} as const;
const answer = (
  predictions: PredictionBody['predictions'],
  explanation: Pick<PredictionExplanationBody, 'baseValues' | 'contributions'>,
) => ({ predictions, explanation: { ...about, ...explanation } });

describe('the reasons of an answer', () => {
  const flowers = answer(['setosa', 'virginica'], {
    baseValues: { setosa: 0.25, virginica: 0.75 },
    contributions: [
      { setosa: { a: 0.125, b: 0.5 }, virginica: { a: -0.125, b: -0.5 } },
      { setosa: { a: 0, b: -0.25 }, virginica: { a: 0, b: 0.25 } },
    ],
  });

  it('are those of the class that was predicted, the furthest reaching first', () => {
    expect(reasonsOf(flowers, 0)).toEqual({
      of: 'setosa',
      scale: 'probability',
      base: 0.25,
      score: 0.875,
      features: [
        { feature: 'b', adds: 0.5 },
        { feature: 'a', adds: 0.125 },
      ],
    });
    expect(reasonsOf(flowers, 1)).toMatchObject({ of: 'virginica', score: 1 });
  });

  it('are those of the one score there is', () => {
    const odds = answer(['no'], {
      baseValues: { yes: -1 },
      contributions: [{ yes: { a: -2 } }],
    });
    expect(reasonsOf(odds, 0)).toMatchObject({ of: 'yes', base: -1, score: -3 });
  });

  it('are not there for an answer that was not explained, nor for a row it does not have', () => {
    expect(reasonsOf({ predictions: ['setosa'] }, 0)).toBeUndefined();
    expect(reasonsOf(flowers, 2)).toBeUndefined();
  });
});
