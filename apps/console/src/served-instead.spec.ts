import { describe, expect, it } from 'vitest';
import { servedInstead } from './served-instead.js';

describe('the version that answers in the place of the champion', () => {
  const served = [
    { model: 'iris', version: 2 },
    { model: 'wine', version: 7 },
  ];

  it('is named where the champion does not answer', () => {
    expect(servedInstead(served, 'iris', 3)).toBe(2);
  });

  it('is none where the champion does, where there is no champion, or nothing answers', () => {
    expect(servedInstead(served, 'iris', 2)).toBeUndefined();
    expect(servedInstead(served, 'iris', undefined)).toBeUndefined();
    expect(servedInstead(served, 'penguins', 1)).toBeUndefined();
  });
});
