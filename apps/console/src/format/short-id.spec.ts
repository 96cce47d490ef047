import { expect, it } from 'vitest';
import { shortId } from './short-id.js';

it('short ids tell runs of the same moment apart', () => {
  const first = shortId('01a213f9-7c1e-7b52-8c39-5a0e6f0d1c27');
  const second = shortId('01a213f9-7c1e-7b53-9d11-c2b47e9a0f64');
  expect([first, second]).toEqual(['6f0d1c27', '7e9a0f64']);
});
