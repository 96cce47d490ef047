import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routingPoint } from './routing-point.js';
import {
  champion,
  isShadowed,
  plainTraffic,
  planFault,
  targetAt,
  targetName,
  type TrafficPlan,
} from './traffic-plan.js';

const canaryOf = (percent: number): TrafficPlan => ({
  shares: [{ to: { kind: 'alias', alias: 'canary' }, percent }],
  shadow: undefined,
});
const point = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const users = Array.from({ length: 20_000 }, (_, user) => `user-${user}`);

describe('a request', () => {
  it('goes to the champion where no plan says otherwise', () => {
    fc.assert(
      fc.property(point, (at) => {
        expect(targetAt(plainTraffic, at)).toBe(champion);
      }),
    );
  });

  it('goes to each target as often as its share says', () => {
    const plan: TrafficPlan = {
      shares: [
        { to: { kind: 'version', version: 7 }, percent: 20 },
        { to: { kind: 'alias', alias: 'canary' }, percent: 5 },
      ],
      shadow: undefined,
    };
    const counts = new Map<string, number>();
    for (let step = 0; step < 1000; step++) {
      const name = targetName(targetAt(plan, step / 1000));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ 'version 7': 200, canary: 50, champion: 750 });
  });

  it('never leaves the canary when the share of the canary grows', () => {
    fc.assert(
      fc.property(
        point,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (at, a, b) => {
          const [small, large] = a < b ? [a, b] : [b, a];
          if (targetAt(canaryOf(small), at) !== champion) {
            expect(targetAt(canaryOf(large), at)).not.toBe(champion);
          }
        },
      ),
    );
  });

  it('is shown to the shadow as often as its share says', () => {
    const plan: TrafficPlan = { shares: [], shadow: { to: champion, percent: 10 } };
    expect(users.filter((_, index) => isShadowed(plan, index / users.length))).toHaveLength(2000);
    expect(isShadowed(plainTraffic, 0)).toBe(false);
  });
});

describe('a routing key', () => {
  it('always falls at the same place, and elsewhere for another model', () => {
    expect(routingPoint('penguins', 'user-1')).toBe(routingPoint('penguins', 'user-1'));
    expect(routingPoint('penguins', 'user-1')).not.toBe(routingPoint('iris', 'user-1'));
  });

  it('falls in [0, 1) whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        const at = routingPoint('m', key);
        expect(at >= 0 && at < 1).toBe(true);
      }),
    );
  });

  it('spreads with others evenly: chi-square over 20 cells stays below its 99.9th percentile', () => {
    const cells = new Array<number>(20).fill(0);
    for (const user of users) {
      const cell = Math.floor(routingPoint('m', user) * 20);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const expected = users.length / 20;
    const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(43.82);
  });
});

describe('a plan', () => {
  const canary = { kind: 'alias', alias: 'canary' } as const;
  it.each<[string, TrafficPlan, RegExp]>([
    [
      'gives away more than there is',
      {
        shares: [
          { to: canary, percent: 60 },
          { to: { kind: 'version', version: 1 }, percent: 41 },
        ],
        shadow: undefined,
      },
      /101 percent/,
    ],
    ['has a share of nothing', canaryOf(0), /above 0/],
    ['has a share that is no number', canaryOf(Number.NaN), /above 0/],
    [
      'names a target twice',
      {
        shares: [
          { to: canary, percent: 1 },
          { to: canary, percent: 2 },
        ],
        shadow: undefined,
      },
      /one share/,
    ],
    [
      'gives the champion a share',
      { shares: [{ to: champion, percent: 50 }], shadow: undefined },
      /leave/,
    ],
    [
      'shows the shadow more than all',
      { shares: [], shadow: { to: canary, percent: 101 } },
      /at most 100/,
    ],
  ])('is refused when it %s', (_, plan, fault) => {
    expect(planFault(plan)).toMatch(fault);
  });

  it('is sound when its shares add up to 100', () => {
    expect(planFault(canaryOf(100))).toBeUndefined();
    expect(planFault(plainTraffic)).toBeUndefined();
  });
});
