import { describe, expect, it } from 'vitest';
import { higherIsBetter, metricCatalogue } from './metric-catalogue.js';

describe('which way a metric should go', () => {
  it.each(metricCatalogue.map(({ name, better }) => [name, better] as const))(
    'is what the catalogue says: %s, %s',
    (name, better) => {
      expect(higherIsBetter(name)).toBe(better === 'higher');
    },
  );

  it.each([
    ['val_loss', false],
    ['mean_squared_error', false],
    ['fitSeconds', false],
    ['top5Accuracy', true],
    ['ndcg', true],
  ])('is told by the name of one that is not ours: %s', (name, better) => {
    expect(higherIsBetter(name)).toBe(better);
  });
});
