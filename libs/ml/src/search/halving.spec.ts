import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canReach } from './can-reach.js';
import { climbInOrder, type Climb } from './climb-in-order.js';
import { AsynchronousHalving, rungsOf, type HalvingPlan } from './halving.js';

describe('The rungs of a search', () => {
  it.each([
    [1, [1]],
    [2, [1, 2]],
    [3, [1, 3]],
    [5, [1, 3, 5]],
    [10, [1, 3, 10]],
  ])('end after these of %i folds: %j', (folds, rungs) => {
    expect(rungsOf(folds)).toEqual(rungs);
  });
});

/** Scores of a trial on its first folds: those of one with a higher number are better, or worse. */
const scoresOf = (quality: number, folds: number) =>
  Array.from({ length: folds }, (_, fold) => quality + fold / 100);

async function climbsOf(
  plan: HalvingPlan,
  qualityOf: (trial: number) => number | undefined,
  ended: (climb: Climb) => Promise<void> = () => Promise.resolve(),
): Promise<{ climbs: Climb[]; halving: AsynchronousHalving }> {
  const climbs: Climb[] = [];
  const halving = new AsynchronousHalving(plan);
  await climbInOrder(halving, async (climb) => {
    climbs.push(climb);
    await ended(climb);
    const quality = qualityOf(climb.trial);
    return quality === undefined ? undefined : scoresOf(quality, plan.rungs[climb.rung] ?? 0);
  });
  return { climbs, halving };
}

const rungs = [1, 3, 5];
const trialsOn = (climbs: readonly Climb[], rung: number) =>
  climbs.flatMap((climb) => (climb.rung === rung ? [climb.trial] : []));

describe('Asynchronous halving', () => {
  it('begins every trial, and sends about a third on from each rung, the best among them', async () => {
    const quality = (trial: number) => ((trial * 7) % 27) / 100;
    const { climbs } = await climbsOf({ trials: 27, rungs, perfect: 1 }, quality);
    expect(trialsOn(climbs, 0).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 27 }, (_, trial) => trial),
    );
    const best = (count: number) =>
      Array.from({ length: 27 }, (_, trial) => trial)
        .sort((a, b) => quality(b) - quality(a))
        .slice(0, count);
    expect(trialsOn(climbs, 1)).toEqual(expect.arrayContaining(best(9)));
    expect(trialsOn(climbs, 2)).toEqual(expect.arrayContaining(best(3)));
    expect(trialsOn(climbs, 2).length).toBeLessThan(9);
  });

  it('sends one on before all trials have begun', async () => {
    const { climbs } = await climbsOf({ trials: 60, rungs, perfect: 1 }, (trial) => trial / 100);
    const firstPromotion = climbs.findIndex(({ rung }) => rung > 0);
    expect(firstPromotion).toBeLessThan(20);
  });

  it('takes even a lone trial to the top', async () => {
    const { climbs } = await climbsOf({ trials: 1, rungs, perfect: 1 }, () => 0.5);
    expect(climbs.map(({ rung }) => rung)).toEqual([0, 1, 2]);
  });

  it('ends when no trial comes to a score', async () => {
    const { climbs } = await climbsOf({ trials: 4, rungs, perfect: 1 }, () => undefined);
    expect(climbs).toHaveLength(4);
  });

  it('begins nothing once it is closed', async () => {
    const halving = new AsynchronousHalving({ trials: Infinity, rungs, perfect: 1 });
    let climbs = 0;
    await climbInOrder(halving, () => {
      if (++climbs === 20) halving.close();
      return Promise.resolve([0.5]);
    });
    expect(climbs).toBe(20);
  });

  it('does not send on what cannot reach the best, and says so', async () => {
    const best = [0.9, 0.9, 0.92, 0.9, 0.91];
    const { climbs, halving } = await climbsOf({ trials: 6, rungs, perfect: 1, best }, (trial) =>
      trial === 4 ? 0.5 : 0.2,
    );
    expect(trialsOn(climbs, 1)).toEqual([]);
    expect(halving.whyStopped(4)).toBe('out of reach');
    expect(halving.whyStopped(5)).toBe('others did better');
  });

  it('takes the same steps whatever the order in which climbs end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), {
          minLength: 30,
          maxLength: 30,
        }),
        async (scheduler, trials, qualities) => {
          const plan = { trials, rungs, perfect: 1, best: [0.5, 0.55, 0.5, 0.5, 0.52] };
          const inOrder = await climbsOf(plan, (trial) => qualities[trial]);
          const shuffled = await scheduler.waitFor(
            climbsOf(
              plan,
              (trial) => qualities[trial],
              async ({ trial, rung }) => {
                await scheduler.schedule(Promise.resolve(), `${trial} on ${rung}`);
              },
            ),
          );
          expect(shuffled.climbs).toEqual(inOrder.climbs);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('throws what a climb throws once the others have ended', async () => {
    const halving = new AsynchronousHalving({ trials: 8, rungs, perfect: 1 });
    let ended = 0;
    const climbing = climbInOrder(halving, async ({ trial }) => {
      if (trial === 0) throw new Error('lost');
      await Promise.resolve().then(() => undefined);
      ended++;
      return [0.5];
    });
    await expect(climbing).rejects.toThrow('lost');
    expect(ended).toBe(7);
  });
});

describe('A candidate behind the best', () => {
  const best = [0.8, 0.84, 0.82];

  it('can reach it while the folds to come, granted the spread of the best, make up for it', () => {
    expect(canReach(best, [0.73], 1)).toBe(true);
    expect(canReach(best, [0.71], 1)).toBe(false);
    expect(canReach(best, [0.76, 0.81], 1)).toBe(false);
  });

  it('is granted nothing better than perfect', () => {
    expect(canReach([-1, -0.25], [-1.25], 0)).toBe(true);
    expect(canReach([-1, -0.25], [-1.26], 0)).toBe(false);
  });

  it('is never given up for being as good, fold by fold', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.double({ min: 0, max: 1, noNaN: true }),
          ),
          { minLength: 1, maxLength: 10 },
        ),
        fc.nat(10),
        (folds, count) => {
          const lower = folds.map(([a, b]) => Math.min(a, b));
          const higher = folds.map(([a, b]) => Math.max(a, b));
          expect(canReach(lower, higher.slice(0, count), 1)).toBe(true);
        },
      ),
    );
  });
});
