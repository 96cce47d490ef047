import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidePromotion, type PromotionCase } from './promotion-gates.js';

const inputs = [
  { name: 'age', type: 'integer' },
  { name: 'city', type: 'string' },
] as const;

const target = 'churn';

const base: PromotionCase & Required<Pick<PromotionCase, 'champion' | 'championScore'>> = {
  candidate: { version: 5, target, inputs, holdoutMetrics: { f1: 0.9, logLoss: 0.2 } },
  metric: 'f1',
  champion: { version: 3, target, inputs },
  championScore: { version: 3, holdoutMetrics: { f1: 0.8, logLoss: 0.3 } },
};

describe('promotion gates', () => {
  it.each<[string, PromotionCase, 'promoted' | 'refused', RegExp]>([
    ['a better version', base, 'promoted', /f1 0\.9 against 0\.8/],
    [
      'the first version',
      { candidate: base.candidate, metric: 'f1' },
      'promoted',
      /first champion/,
    ],
    [
      'a version a person has made champion meanwhile',
      { ...base, champion: { version: 5, target, inputs } },
      'promoted',
      /already/,
    ],
    [
      'a version that predicts another column',
      { ...base, champion: { ...base.champion, target: 'plan' } },
      'refused',
      /predicts "churn", the champion, version 3, "plan".*another model/,
    ],
    [
      'less loss',
      { ...base, metric: 'logLoss' },
      'promoted',
      /logLoss 0\.2 against 0\.3.*lower is better/,
    ],
    [
      'more loss',
      {
        ...base,
        metric: 'logLoss',
        championScore: { version: 3, holdoutMetrics: { logLoss: 0.1 } },
      },
      'refused',
      /worse than .*0\.2 against 0\.1/,
    ],
    [
      'a tie',
      { ...base, championScore: { version: 3, holdoutMetrics: { f1: 0.9 } } },
      'refused',
      /no better than .*0\.9 against 0\.9/,
    ],
    [
      'a worse version',
      { ...base, championScore: { version: 3, holdoutMetrics: { f1: 0.99 } } },
      'refused',
      /worse than .*0\.9 against 0\.99/,
    ],
    [
      'no score of the champion',
      { candidate: base.candidate, metric: 'f1', champion: base.champion },
      'refused',
      /was not scored/,
    ],
    [
      'a champion that changed since',
      { ...base, champion: { version: 4, target, inputs } },
      'refused',
      /version 3 was compared, version 4 is champion now/,
    ],
    [
      'a champion that does not fit the new data',
      {
        ...base,
        championScore: {
          version: 3,
          holdoutMetrics: {},
          incompatibility: 'column "city" is gone.',
        },
      },
      'refused',
      /does not fit the new data: column "city" is gone\. A person/,
    ],
    [
      'a metric the champion was not scored by',
      { ...base, championScore: { version: 3, holdoutMetrics: { accuracy: 0.8 } } },
      'refused',
      /0\.9 and absent/,
    ],
    [
      'a version that asks for a new column',
      {
        ...base,
        candidate: { ...base.candidate, inputs: [...inputs, { name: 'size', type: 'number' }] },
      },
      'refused',
      /column "size" is new/,
    ],
    [
      'a version whose column changed its type',
      {
        ...base,
        candidate: { ...base.candidate, inputs: [inputs[0], { name: 'city', type: 'integer' }] },
      },
      'refused',
      /column "city" turned from string into integer/,
    ],
    [
      'whole numbers that became fractions',
      {
        ...base,
        candidate: { ...base.candidate, inputs: [{ name: 'age', type: 'number' }, inputs[1]] },
      },
      'promoted',
      /better/,
    ],
  ])('%s', (_, input, decision, reason) => {
    const result = decidePromotion(input);
    expect(result.decision).toBe(decision);
    expect(result.reasons.join(' ')).toMatch(reason);
  });

  it('never lets two versions take the place from each other on the same scores', () => {
    const score = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(score, score, fc.constantFrom('f1', 'accuracy', 'logLoss'), (a, b, metric) => {
        const decide = (mine: number, theirs: number) =>
          decidePromotion({
            candidate: { version: 2, target, inputs, holdoutMetrics: { [metric]: mine } },
            metric,
            champion: { version: 1, target, inputs },
            championScore: { version: 1, holdoutMetrics: { [metric]: theirs } },
          }).decision;
        const promoted = [decide(a, b), decide(b, a)].filter((each) => each === 'promoted');
        expect(promoted).toHaveLength(a === b ? 0 : 1);
      }),
    );
  });

  it('always says why', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            version: fc.integer({ min: 1, max: 4 }),
            holdoutMetrics: fc.dictionary(fc.constantFrom('f1', 'accuracy'), fc.double()),
            incompatibility: fc.string(),
          },
          { requiredKeys: ['version', 'holdoutMetrics'] },
        ),
        fc.double(),
        (championScore, f1) => {
          const { decision, reasons } = decidePromotion({
            ...base,
            candidate: { ...base.candidate, holdoutMetrics: { f1 } },
            championScore,
          });
          expect(reasons.length).toBeGreaterThan(0);
          if (championScore.version !== base.champion.version) expect(decision).toBe('refused');
        },
      ),
    );
  });
});
