import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asksToExplain, scoringMethod } from './scoring-answer.js';
import { readScoringBody } from './scoring-request.js';

const media = 'application/json';
const signature = { task: 'binary', target: 'label', classes: ['a', 'b'], inputs: [] } as const;
const paramsOf = (text: string) =>
  readScoringBody({ body: Buffer.from(text), media }, undefined).head.params;

/** What parameters come to, or why they come to nothing. */
function judged(params: unknown): readonly unknown[] {
  return [() => asksToExplain(params), () => scoringMethod(params, { signature })].map((judge) => {
    try {
      return judge();
    } catch (caught) {
      return String(caught);
    }
  });
}

it('a request that was read for another thread has parameters that are judged as those that were sent', () => {
  const value = fc.oneof(fc.constantFrom('predict', 'predict_proba', true, false), fc.jsonValue());
  const params = fc.oneof(
    fc.record({ predict_method: value, explain: value, other: value }, { requiredKeys: [] }),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(params, (sent) => {
      const text = JSON.stringify({ params: sent });
      expect(judged(paramsOf(text))).toEqual(judged(JSON.parse(JSON.stringify(sent))));
    }),
  );
});

it.each(['explain', 'predict_method', 'other'])(
  'parameters that nest deeply can go to another thread (%s)',
  (name) => {
    const nested = '['.repeat(200_000) + ']'.repeat(200_000);
    const params = paramsOf(`{"params":{"${name}":${nested}}}`);
    expect(structuredClone(params)).toEqual(params);
  },
);
